#!/bin/sh
# Nautilus puts the selected paths into a variable, one a line.
printf '%s\n' "$NAUTILUS_SCRIPT_SELECTED_FILE_PATHS" | head -n 1 | {
    IFS= read -r folder
    [ -n "$folder" ] && exec @EXEC@ "$folder"
}
