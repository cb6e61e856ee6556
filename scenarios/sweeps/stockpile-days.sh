#!/bin/sh
# How many days of dysprosium and yttrium should Japan's stockpile hold? Pairs of both.
here=$(dirname "$0")
exec monazite sweep "$here/../tutorial-japan-stockpile.yaml" --zip \
    --vary 'policies.jp_stockpile.holds.dy_oxide=0:180:4 days' \
    --vary 'policies.jp_stockpile.holds.y_oxide=0:180:4 days' \
    --of 'mean(shortfall_share.JP), p95(shortfall_share.JP), mean(output_lost_usd.JP)' "$@"
