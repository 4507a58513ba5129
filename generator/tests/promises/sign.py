#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""--sign-with signs SHA256SUMS so that ssh-keygen finds it good, and changes no other byte; verify --signers tells by
whom a bundle is signed, or what is wrong with its signature.

usage: sign.py PROGRAM

Keys of each kind, from files and from an agent, with and without a passphrase, which a program gives that stands in for
the terminal, or a terminal. What does not sign leaves the last good outputs as they were.
"""

import os
import pty
import shutil
import subprocess
import sys
import tempfile
import zipfile

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import support  # noqa: E402

KINDS = (["ed25519"], ["rsa", "-b", "2048"], ["ecdsa", "-b", "256"], ["ecdsa", "-b", "521"])
PHRASE = "a phrase of several words"


class Desk:
    """A dossier, keys, and an environment in which nothing is asked on a terminal."""

    def __init__(self, program, home):
        self.program, self.home = program, home
        self.folder, self.out = os.path.join(home, "letter"), os.path.join(home, "out")
        os.mkdir(self.folder)
        support.shipped(self.folder)
        self.env = {name: value for name, value in os.environ.items() if not name.startswith("SSH_")}
        self.env["SSH_ASKPASS_REQUIRE"] = "force"
        self.say(PHRASE)

    def say(self, phrase):
        """What is answered when a passphrase is asked for."""
        path = os.path.join(self.home, "answer")
        with open(path, "w", encoding="utf-8") as file:
            file.write(f"#!/bin/sh\necho '{phrase}'\n")
        os.chmod(path, 0o700)
        self.env["SSH_ASKPASS"] = path

    def key(self, name, kind, phrase=""):
        path = os.path.join(self.home, name)
        subprocess.run(["ssh-keygen", "-q", "-t", *kind, "-N", phrase, "-C", name, "-f", path], check=True)
        return path

    def build(self, *arguments, **env):
        return subprocess.run([self.program, "build", "-C", self.folder, "-o", self.out, *arguments],
                              env={**self.env, **env}, capture_output=True, text=True, timeout=60,
                              stdin=subprocess.DEVNULL)

    def is_good(self, key):
        """Whether ssh-keygen takes the signature for the press office's."""
        signers = os.path.join(self.home, "signers")
        with open(key + ".pub", encoding="utf-8") as public, open(signers, "w", encoding="utf-8") as file:
            file.write("press@example.org " + public.read())
        with open(os.path.join(self.out, "SHA256SUMS"), "rb") as sums:
            done = subprocess.run(["ssh-keygen", "-Y", "verify", "-f", signers, "-I", "press@example.org", "-n", "dossier",
                                   "-s", os.path.join(self.out, "SHA256SUMS.sig")], stdin=sums, capture_output=True)
        return done.returncode == 0

    def outputs(self):
        """What stands there, by name; the signature apart."""
        found = {name: support.fingerprint(os.path.join(self.out, name)) if os.path.isdir(os.path.join(self.out, name))
                 else open(os.path.join(self.out, name), "rb").read() for name in sorted(os.listdir(self.out)) if name != "cache"}
        return found, found.pop("SHA256SUMS.sig", None)


def check_kinds(score, desk):
    score(desk.build().returncode == 0, "it is not built")
    plain, none = desk.outputs()
    score(none is None, "a signature that nobody asked for")
    for number, kind in enumerate(KINDS):
        for phrase in ("", PHRASE):
            what = " ".join(kind) + (" with a passphrase" if phrase else "")
            key = desk.key(f"key{number}{bool(phrase):d}", kind, phrase)
            done = desk.build("--sign-with", key)
            if not score(done.returncode == 0 and not done.stderr, f"{what}: exit code {done.returncode}: {done.stderr}"):
                continue
            signed, signature = desk.outputs()
            score(signature and desk.is_good(key), f"{what}: ssh-keygen does not find it good")
            score(signed == plain, f"{what}: other bytes than without a signature")
    score(not desk.is_good(desk.key("stranger", ["ed25519"])), "ssh-keygen finds any key good")
    desk.build("--only", "pdf", "--sign-with", key)
    score(desk.is_good(key), "the checksums of one output alone: ssh-keygen does not find it good")
    desk.build()
    score(desk.outputs() == (plain, None), "a signature of other checksums is left")


def check_agent(score, desk):
    socket = os.path.join(desk.home, "agent")
    agent = subprocess.Popen(["ssh-agent", "-D", "-a", socket], stdout=subprocess.DEVNULL)
    try:
        while not os.path.exists(socket):
            pass
        key = desk.key("hardware", ["ed25519"])
        subprocess.run(["ssh-add", "-q", key], env={**desk.env, "SSH_AUTH_SOCK": socket}, check=True)
        os.rename(key, os.path.join(desk.home, "elsewhere"))
        done = desk.build("--sign-with", key + ".pub", SSH_AUTH_SOCK=socket)
        score(done.returncode == 0 and desk.is_good(key), f"an agent's key: {done.stderr}")
    finally:
        agent.terminate()
        agent.wait()


def on_terminal(desk, *arguments, answer):
    """The exit code of a build on a terminal of its own, and what stood there; the answer follows the question."""
    env = {name: value for name, value in desk.env.items() if not name.startswith("SSH_") and name != "DISPLAY"}
    child, terminal = pty.fork()
    if not child:
        os.execve(desk.program, [desk.program, "build", "-C", desk.folder, "-o", desk.out, *arguments], env)
    said = b""
    try:
        while piece := os.read(terminal, 4096):
            said += piece
            if b"passphrase" in said and answer:
                os.write(terminal, answer)
                answer = b""
    except OSError:  # the other side is closed
        pass
    os.close(terminal)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), said.decode()


def check_terminal(score, desk):
    """The passphrase is asked for there, and not shown."""
    key = desk.key("asked", ["ed25519"], PHRASE)
    desk.build()
    before = desk.outputs()
    found, said = on_terminal(desk, "--sign-with", key, answer=b"another phrase\n")
    score(found == 2 and "incorrect passphrase" in said and desk.outputs() == before, f"another phrase: exit code {found}: {said}")
    found, said = on_terminal(desk, "--sign-with", key, answer=PHRASE.encode() + b"\n")
    score(found == 0 and "Enter passphrase" in said and PHRASE not in said and desk.is_good(key), f"on a terminal: exit code {found}: {said}")


def check_verify(score, desk):
    key, stranger = desk.key("office", ["ed25519"]), desk.key("other", ["rsa", "-b", "2048"])
    zip_path, sums, proof = (os.path.join(desk.out, name) for name in ("dossier.zip", "SHA256SUMS", "SHA256SUMS.sig"))

    def signers(name, *lines):
        support.write(desk.home, name, "".join(line + "\n" for line in lines))
        return os.path.join(desk.home, name)

    def public(path):
        with open(path + ".pub", encoding="utf-8") as file:
            return file.read().strip()

    def verify(allowed, path=zip_path, *arguments, **env):
        return subprocess.run([desk.program, "verify", *(["--signers", allowed] if allowed else []), *arguments, path],
                              env={**desk.env, **env}, capture_output=True, text=True)

    def expect(what, done, code, *words):
        score(done.returncode == code and all(word in done.stdout + done.stderr for word in words),
              f"{what}: exit code {done.returncode}: {done.stdout}{done.stderr}")

    def copy(path, data):
        with open(path, "wb") as file:
            file.write(data)

    office = signers("office signers", "# the press office", "press@example.org " + public(key))
    both = signers("both", "other@example.org " + public(stranger), "press@example.org " + public(key))
    desk.build("--sign-with", key)
    kept = {path: open(path, "rb").read() for path in (zip_path, sums, proof)}
    expect("signed", verify(office), 0, "press@example.org", "ED25519", ": good")
    expect("one of two signers", verify(both), 0, "press@example.org", ": good")
    expect("nobody asked who", verify(None), 0, "there is one beside it")
    expect("in JSON", verify(office, zip_path, "--json"), 0, '"good": true', "press@example.org")
    expect("another's key", verify(signers("stranger", "other@example.org " + public(stranger))), 1, "by a key that the file of signers has not")
    expect("not for this", verify(signers("files", 'press@example.org namespaces="file" ' + public(key))), 1, "does not allow")
    expect("not any more", verify(signers("old", 'press@example.org valid-before="20200101" ' + public(key))), 1, "has not for now")
    os.remove(proof)
    expect("no signature", verify(office), 1, "nobody signed it")
    for what, data in (("a damaged one", kept[proof].replace(b"A", b"B", 1)), ("one cut short", kept[proof][:-60]),
                       ("an empty one", b""), ("anything", bytes(range(256)) * 1000)):
        copy(proof, data)
        expect(what, verify(office), 1, "is no signature of SHA256SUMS")
    copy(proof, kept[proof])
    copy(sums, kept[sums].replace(b"a", b"b", 1))
    expect("other checksums", verify(office), 1, "is no signature of SHA256SUMS")
    os.remove(sums)
    expect("no checksums", verify(office), 1, "there is no SHA256SUMS beside it")
    copy(sums, kept[sums])
    with zipfile.ZipFile(zip_path, "a") as bundle:
        bundle.comment = b"anew"
    expect("another bundle", verify(office), 1, "is of another bundle")
    copy(zip_path, kept[zip_path])
    with zipfile.ZipFile(zip_path) as bundle:
        bundle.extractall(os.path.join(desk.home, "unpacked"))
    expect("a folder", verify(office, os.path.join(desk.home, "unpacked")), 1, "a folder has no signature")
    subprocess.run(["ssh-keygen", "-q", "-Y", "sign", "-f", key, "-n", "file", sums], check=True, capture_output=True,
                   env={**desk.env}, input=b"y\n")
    expect("signed for another purpose", verify(office), 1, "is no signature of SHA256SUMS")
    expect("no file of signers", verify(os.path.join(desk.home, "none")), 2, "there is no file of signers")
    bare = os.path.join(desk.home, "no programs")
    os.mkdir(bare)
    copy(proof, kept[proof])
    expect("no ssh-keygen", verify(office, PATH=bare), 3, "install openssh-client")


def check_failures(score, desk):
    key = desk.key("good", ["ed25519"])
    locked = desk.key("locked", ["ed25519"], PHRASE)
    public = desk.key("absent", ["ed25519"])
    os.remove(public)
    desk.build("--sign-with", key)
    before = desk.outputs()
    support.write(desk.home, "text", "no key\n")
    path = os.path.join(desk.home, "text")
    desk.say("another phrase")
    bare = os.path.join(desk.home, "bin")
    os.mkdir(bare)
    for what, given, env, code, words in (
            ("no key", os.path.join(desk.home, "nothing"), {}, 2, "there is no key"),
            ("a text", path, {}, 2, "ssh-keygen did not sign with"),
            ("a wrong passphrase", locked, {}, 2, "ssh-keygen did not sign with"),
            ("a public key alone", public + ".pub", {}, 2, "ssh-keygen did not sign with"),
            ("no ssh-keygen", key, {"PATH": bare}, 3, "install openssh-client")):
        done = desk.build("--sign-with", given, **env)
        score(done.returncode == code and words in done.stderr, f"{what}: exit code {done.returncode}: {done.stderr}")
        score(desk.outputs() == before, f"{what}: the last good outputs do not stand")
    done = desk.build("--sign-with")
    score(done.returncode == 2 and "no value for --sign-with" in done.stderr, f"no value: {done.stderr}")
    everything = b"".join(open(os.path.join(above, name), "rb").read() for above, _, names in os.walk(desk.out)
                          for name in names)
    score(PHRASE.encode() not in everything, "the passphrase is in an output")


def main():
    score = support.Score()
    if not shutil.which("ssh-keygen"):
        print("no ssh-keygen; install openssh-client")
        return 1
    with tempfile.TemporaryDirectory(prefix="sign.") as home:
        desk = Desk(os.path.abspath(sys.argv[1]), home)
        check_kinds(score, desk)
        check_agent(score, desk)
        check_terminal(score, desk)
        check_verify(score, desk)
        check_failures(score, desk)
    return score.end()


if __name__ == "__main__":
    sys.exit(main())
