/* SPDX-License-Identifier: ISC */
/* Has ssh-keygen look at the signature beside a bundle, for a process that can start no program. */
#include "signature_desk.h"

#include "base/digest.h"
#include "base/file.h"
#include "child.h"
#include "sign.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#define PROGRAM "ssh-keygen"
#define SAID_MOST ((size_t)64 * 1024)

/* What is looked at. */
struct look {
    const char *path;    /* of the bundle */
    const char *signers; /* NULL: it is not asked who */
    const char *sums, *proof;
    struct signature *signature;
    struct arena *arena;
};

static bool find(struct look *look, const char *code, const char *text)
{
    look->signature->code = code;
    look->signature->text = text;
    return true;
}

static bool is_there(const char *path)
{
    return access(path, F_OK) == 0;
}

/* Runs ssh-keygen -Y with these words, with SHA256SUMS as its input. *good tells whether it ended
 * well; what it wrote is in *said. */
static bool ask(const struct look *look, const char *const *words, size_t count, bool *good,
                struct buf *said, struct error *err)
{
    char **arguments = arena_new(look->arena, (count + 3) * sizeof(char *));
    char bytes[4096];
    ssize_t got = 1;
    struct child child;
    arguments[0] = arena_string(look->arena, PROGRAM);
    arguments[1] = arena_string(look->arena, "-Y");
    for (size_t i = 0; i < count; i++)
        arguments[i + 2] = arena_string(look->arena, words[i]);
    if (!child_start(&child, arguments, look->sums, true)) {
        if (errno == ENOENT && is_there(look->sums))
            return error_set(err, EXIT_CODE_MACHINE,
                             "there is no " PROGRAM
                             ", which knows signatures; install openssh-client");
        return error_set_errno(err, "cannot run " PROGRAM);
    }
    buf_clear(said);
    while (got > 0 && said->length < SAID_MOST) {
        got = read(child.from, bytes, sizeof bytes);
        if (got > 0)
            buf_add(said, bytes, (size_t)got);
    }
    *good = child_end(&child) == 0;
    return true;
}

/* Whether a line of SHA256SUMS has this digest, whatever its file is called here. */
static bool has_digest(const struct look *look, bool *has, struct error *err)
{
    struct buf sums = BUF_INIT;
    struct buf digits = BUF_INIT;
    struct digest digest;
    uint64_t size;
    bool ok = file_digest_at(look->path, &size, &digest, err) == FILE_OK &&
              file_read_at(look->sums, &sums, err) == FILE_OK;
    *has = false;
    if (ok) {
        digest_append_hex(&digits, digest.sha256, DIGEST_SHA256_SIZE);
        for (const char *line = sums.bytes; line && !*has; line = strchr(line, '\n')) {
            line += *line == '\n';
            line += *line == '\\';
            *has = !strncmp(line, digits.bytes, digits.length);
        }
    } else if (!err->code) {
        error_set(err, EXIT_CODE_MACHINE, "cannot read %s and %s", look->path, look->sums);
    }
    buf_release(&digits);
    buf_release(&sums);
    return ok;
}

/* The first line of what was said. */
static const char *line_of(const struct buf *said, struct arena *arena)
{
    return arena_copy(arena, said->bytes, strcspn(said->bytes, "\r\n"));
}

/* The signature is of these sums; who made it, and is the bundle among them? */
static bool look_at_signer(struct look *look, struct buf *said, struct error *err)
{
    const char *const finding[] = {"find-principals", "-s", look->proof, "-f", look->signers};
    bool good;
    bool has;
    if (!ask(look, finding, sizeof finding / sizeof *finding, &good, said, err))
        return false;
    if (!good)
        return find(
            look, "unknown-key",
            "the signature is by a key that the file of signers has not, or has not for now");
    const char *who = line_of(said, look->arena);
    const char *const verifying[] = {"verify", "-s",           look->proof, "-f", look->signers,
                                     "-n",     SIGN_NAMESPACE, "-I",        who};
    if (!ask(look, verifying, sizeof verifying / sizeof *verifying, &good, said, err))
        return false;
    if (!good)
        return find(look, "signer-not-allowed",
                    "the file of signers has the key, and does not allow it to sign this");
    if (!has_digest(look, &has, err))
        return false;
    if (!has)
        return find(look, "other-bundle",
                    "the signature is good, and is of another bundle: SHA256SUMS does not have the"
                    " checksum of this one");
    look->signature->summary = line_of(said, look->arena);
    return true;
}

static bool look_at_proof(struct look *look, struct error *err)
{
    const char *const checking[] = {"check-novalidate", "-n", SIGN_NAMESPACE, "-s", look->proof};
    struct buf said = BUF_INIT;
    bool good;
    bool ok = ask(look, checking, sizeof checking / sizeof *checking, &good, &said, err);
    if (ok && !good)
        ok = find(look, "other-file",
                  "SHA256SUMS.sig is no signature of SHA256SUMS: it is of another file, or one of"
                  " the two was altered");
    else if (ok)
        ok = look_at_signer(look, &said, err);
    buf_release(&said);
    return ok;
}

bool signature_look(const char *path, bool is_zip, const char *signers, struct signature *signature,
                    struct arena *arena, struct error *err)
{
    const char *name;
    const char *folder = file_split(arena, path, &name);
    struct look look = {.path = path,
                        .signers = signers,
                        .sums = file_join(arena, folder, SUMS_OUTPUT),
                        .proof = file_join(arena, folder, SIGN_OUTPUT),
                        .signature = signature,
                        .arena = arena};
    *signature = (struct signature){.summary = "none"};
    if (!signers) {
        if (is_zip && is_there(look.proof))
            signature->summary = "there is one beside it; --signers FILE tells whose";
        return true;
    }
    if (access(signers, R_OK) != 0)
        return error_set(err, EXIT_CODE_USAGE, "there is no file of signers %s that can be read",
                         signers);
    if (!is_zip)
        return find(&look, "unsigned-folder",
                    "a folder has no signature: what is signed is the checksum of the zip");
    if (!is_there(look.sums))
        return find(&look, "no-checksums",
                    "there is no SHA256SUMS beside it, which is what is signed");
    if (!is_there(look.proof))
        return find(&look, "no-signature",
                    "there is no SHA256SUMS.sig beside it: nobody signed it");
    return look_at_proof(&look, err);
}
