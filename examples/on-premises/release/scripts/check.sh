#!/bin/sh
set -eu
curl --fail --silent --show-error http://localhost:8080/health
