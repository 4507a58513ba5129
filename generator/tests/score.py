# SPDX-License-Identifier: ISC
"""Counts what a test finds and closes with the line that run_tests.py reads."""


class Score:
    def __init__(self):
        self.passed = 0
        self.failed = 0

    def __call__(self, truth, words):
        """Counts; says the words where the truth is not one. Gives the truth back."""
        if truth:
            self.passed += 1
        else:
            self.failed += 1
            print(f"failed: {words}", flush=True)
        return bool(truth)

    def end(self):
        """Prints the sum and gives the exit code."""
        print(f"{self.passed} passed, {self.failed} failed")
        return 1 if self.failed or not self.passed else 0
