#!/bin/sh
set -eu
systemctl start press-control
