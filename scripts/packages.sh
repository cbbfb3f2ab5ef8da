#!/usr/bin/env bash
# Installs the system packages that are missing: `scripts/packages.sh run` for building and running the program,
# `scripts/packages.sh test` for its tests too. Where nothing is missing, nothing happens. Where something cannot be
# installed, it says what to install and lets the caller go on: the program says for itself what it lacks.
set -euo pipefail

# gcc and libc6-dev link the program; the rest is opened when the window starts: X11, Wayland, OpenGL.
packages=(
  gcc libc6-dev
  libx11-6 libx11-xcb1 libxcursor1 libxi6 libxkbcommon-x11-0
  libwayland-client0 libwayland-cursor0 libwayland-egl1 libxkbcommon0
  libegl1 libgl1 libgl1-mesa-dri
)
# The same for a system without dpkg, by the names the linker knows.
libraries=(libX11.so.6 libX11-xcb.so.1 libXcursor.so.1 libXi.so.6 libxkbcommon-x11.so.0 libEGL.so.1)

case "${1:-run}" in
  run) ;;
  # A display without a screen, and a hand for mouse and keys.
  test) packages+=(xvfb xdotool) ;;
  *) echo "usage: $0 [run|test]" >&2 && exit 2 ;;
esac

# Lists what dpkg does not know as installed. Any C compiler serves.
missing_packages() {
  local installed package
  installed=$(dpkg-query -W -f '${Package} ${db:Status-Status}\n' "${packages[@]}" 2>/dev/null || true)
  for package in "${packages[@]}"; do
    case "$package" in gcc) command -v cc >/dev/null && continue ;; esac
    grep -qx "$package installed" <<<"$installed" || echo "$package"
  done
}

# Runs apt-get as root, without questions and without its chatter.
apt() {
  local root=()
  if [ "$(id -u)" -ne 0 ]; then
    # Without a terminal nobody can type a password.
    if [ -t 0 ]; then root=(sudo); else root=(sudo -n); fi
  fi
  "${root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get -qq -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 "$@" </dev/null >/dev/null
}

install_packages() {
  if [ "$(id -u)" -ne 0 ] && ! command -v sudo >/dev/null; then
    return 1
  fi
  # A fresh machine has no lists, an old one stale ones.
  apt install --yes --no-install-recommends "$@" 2>/dev/null ||
    { apt update && apt install --yes --no-install-recommends "$@"; }
}

if command -v dpkg-query >/dev/null && command -v apt-get >/dev/null; then
  mapfile -t missing < <(missing_packages)
  if [ "${#missing[@]}" -gt 0 ]; then
    echo "Installing ${missing[*]}" >&2
    install_packages "${missing[@]}" ||
      echo "These packages could not be installed; as root: apt-get install ${missing[*]}" >&2
  fi
elif [ "$(uname -s)" = Linux ] && command -v ldconfig >/dev/null; then
  known=$(ldconfig -p)
  missing=()
  for library in "${libraries[@]}"; do
    grep -qF "$library" <<<"$known" || missing+=("$library")
  done
  if [ "${#missing[@]}" -gt 0 ]; then
    echo "The window needs these libraries; install them with your system's package manager: ${missing[*]}" >&2
  fi
fi

if ! command -v cc >/dev/null; then
  echo "A C compiler is needed to link the program: install gcc or clang (on a Mac: xcode-select --install)" >&2
fi
