#!/bin/sh
# How much gallium must Japan's chip makers hold, for each share of licences that China approves?
# 12 points; wide.csv of the folder is ready for a pivot table: approval as rows, stock as columns.
here=$(dirname "$0")
exec monazite sweep "$here/../minerals/licences-2023-08.yaml" \
    --vary controls.gallium_licences.approval=0.2:0.8:4 \
    --vary 'industries.jp_gallium.stock.input=2 months,6 months,12 months' \
    --of 'mean(shortfall_share.jp_gallium), p95(shortfall_share.jp_gallium)' "$@"
