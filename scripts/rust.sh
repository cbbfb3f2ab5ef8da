# shellcheck shell=bash
# Sourced: makes sure that there is a cargo to call.
if ! command -v cargo >/dev/null; then
  # Installed, but the shell was not started anew.
  PATH="${CARGO_HOME:-$HOME/.cargo}/bin:$PATH"
fi
if ! command -v cargo >/dev/null; then
  echo "Rust is needed: install it from https://rustup.rs, then run this again" >&2
  exit 2
fi
