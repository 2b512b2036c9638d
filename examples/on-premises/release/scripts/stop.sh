#!/bin/sh
set -eu
systemctl stop press-control || true
