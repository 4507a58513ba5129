#!/bin/sh
# SPDX-License-Identifier: ISC
# Puts the judges that come from the npm registry into $BUILD/judges: the versions and digests of package-lock.json.
set -eu
here=$(dirname "$0")
there=${BUILD:?}/judges
if cmp -s "$here/package-lock.json" "$there/package-lock.json" && [ -d "$there/node_modules" ]; then
    exit 0
fi
mkdir -p "$there"
cp "$here/package.json" "$here/package-lock.json" "$there"
# None of them needs a script of its own to be run, or what npm says of Node's version.
npm ci --prefix "$there" --ignore-scripts --no-audit --no-fund --loglevel=error
