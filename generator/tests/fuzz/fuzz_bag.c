/* SPDX-License-Identifier: ISC */
/* A target for libFuzzer: a file of a folder that is a bag. The first byte says which file it is;
 * the rest is what stands there: a manifest, bag-info.txt, bagit.txt, fetch.txt, a crate, the
 * ledger or a page of the site. */
#include "tests/fuzz/fuzz.h"
#include "verify/bundle/bundle_check.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *const files[] = {"bagit.txt",
                                    "bag-info.txt",
                                    "manifest-md5.txt",
                                    "tagmanifest-sha512.txt",
                                    "fetch.txt",
                                    "ro-crate-metadata.json",
                                    "data/site/dossier.json",
                                    "data/site/ledger.json",
                                    "data/site/index.html"};
static const char *const contents[] = {"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
                                       "Payload-Oxum: 1.1\n",
                                       "0cc175b9c0f1b6a831c399e269772661  data/site/index.html\n",
                                       "",
                                       "",
                                       "{}",
                                       "{\"ledger\": {\"pages\": 0}}",
                                       "[]",
                                       "a"};
#define COUNT (sizeof files / sizeof *files)

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static bool made;
    static const struct bundle_options options = {
        .threads = 1, .to_checker = -1, .from_checker = -1};
    struct error err = ERROR_INIT;
    struct bundle bundle;
    char path[64];
    if (!size)
        return 0;
    if (!made) {
        /* Where they are there already, from another run, they serve. */
        (void)(mkdir("bag", 0700) | mkdir("bag/data", 0700) | mkdir("bag/data/site", 0700));
    }
    size_t which = bytes[0] % COUNT;
    for (size_t i = 0; i < COUNT; i++) {
        snprintf(path, sizeof path, "bag/%s", files[i]);
        if (i == which)
            fuzz_write(path, bytes + 1, size - 1);
        else if (!made)
            fuzz_write(path, contents[i], strlen(contents[i]));
    }
    made = true;
    int fd = open("bag", O_RDONLY | O_DIRECTORY);
    fuzz_must(fd >= 0, "bag");
    fuzz_must(bundle_check(&bundle, &options, fd, false, 0, &err) ||
                  strstr(err.text.bytes, "the checker of PDFs is gone"),
              err.text.bytes);
    bundle_release(&bundle);
    error_release(&err);
    close(fd);
    snprintf(path, sizeof path, "bag/%s", files[which]);
    fuzz_write(path, contents[which], strlen(contents[which]));
    return 0;
}
