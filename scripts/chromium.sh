#!/bin/bash
# Sees to a Chromium for the tests: nothing to do where there is one, else apt, where that is allowed.
set -euo pipefail

for name in "${TENURE_CHROMIUM:-}" chromium chromium-browser google-chrome; do
  if [ -n "$name" ] && command -v "$name" >/dev/null; then exit 0; fi
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null
  exit 0
fi
echo "The tests drive a real Chromium, and this machine has none. Install it, then run make again:" >&2
echo "    sudo apt-get install chromium" >&2
exit 1
