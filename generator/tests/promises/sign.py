#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""--sign-with signs SHA256SUMS so that ssh-keygen finds it good, and changes no other byte.

usage: sign.py PROGRAM

Keys of each kind, from files and from an agent, with and without a passphrase, which a program gives that stands in for
the terminal. What does not sign leaves the last good outputs as they were.
"""

import os
import shutil
import subprocess
import sys
import tempfile

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
                 else open(os.path.join(self.out, name), "rb").read() for name in sorted(os.listdir(self.out))}
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
        check_failures(score, desk)
    return score.end()


if __name__ == "__main__":
    sys.exit(main())
