#!/usr/bin/env bash
# Install Debian's Chromium, with which tools/browser_check.py looks at the documentation. To be run as root.
set -euo pipefail
if command -v chromium >/dev/null; then
  echo "chromium is there: $(command -v chromium)"
  exit 0
fi
if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
  echo "needs root and apt-get, of Debian or a system like it" >&2
  exit 2
fi
export DEBIAN_FRONTEND=noninteractive
apt-get update -q
apt-get install -y -q --no-install-recommends chromium fonts-dejavu-core
