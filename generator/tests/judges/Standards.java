// SPDX-License-Identifier: ISC
// Standards FLAVOUR,... FILE...: puts PDF files before veraPDF's engine, prints each rule that a file fails with its
// clause, how often, and where first, and closes with a line "N passed, N failed".
import java.io.File;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;

public class Standards {
    static boolean judge(PDFAFlavour flavour, String file) {
        try (PDFAParser parser = Foundries.defaultInstance().createParser(new File(file), flavour)) {
            Map<String, List<TestAssertion>> failures =
                Foundries.defaultInstance().createValidator(flavour, false).validate(parser).getTestAssertions().stream()
                    .filter(assertion -> assertion.getStatus() == TestAssertion.Status.FAILED)
                    .collect(Collectors.groupingBy(
                        assertion -> assertion.getRuleId().getClause() + "-" + assertion.getRuleId().getTestNumber(),
                        LinkedHashMap::new, Collectors.toList()));
            failures.forEach((rule, list) -> System.out.printf("%s: %s: %s, %d times: %s%n    first at %s%n", file,
                flavour.getId(), rule, list.size(), list.get(0).getMessage(),
                list.get(0).getLocation().getContext()));
            return failures.isEmpty();
        } catch (Exception exception) {
            System.out.printf("%s: %s: %s%n", file, flavour.getId(), exception);
            return false;
        }
    }

    public static void main(String[] arguments) {
        Logger.getLogger("").setLevel(Level.OFF);
        VeraGreenfieldFoundryProvider.initialise();
        int passed = 0;
        int failed = 0;
        for (int i = 1; i < arguments.length; i++) {
            for (String id : arguments[0].split(",")) {
                if (judge(PDFAFlavour.byFlavourId(id), arguments[i])) {
                    passed++;
                } else {
                    failed++;
                }
            }
        }
        System.out.printf("%d passed, %d failed%n", passed, failed);
        System.exit(failed == 0 && passed > 0 ? 0 : 1);
    }
}
