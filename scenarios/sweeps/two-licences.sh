#!/bin/sh
# Approval of gallium and germanium, which nobody knows: a Latin hypercube instead of a grid.
here=$(dirname "$0")
exec monazite sweep "$here/../minerals/licences-2023-08.yaml" --sample 16 \
    --vary controls.gallium_licences.approval=0.1:1 \
    --vary controls.germanium_licences.approval=0.1:1 \
    --of 'mean(output_lost_usd.total), p(shortfall_share.jp_gallium > 2 %)' "$@"
