# Deletes comments that fill whole lines of a JavaScript module, as our pages write them; they are a fifth of what a browser
# would load. A test compares the syntax of the result with that of the source.
/^[[:space:]]*\/\//d
/^[[:space:]]*\/\*\*.*\*\/[[:space:]]*$/d
/^[[:space:]]*\/\*\*\([^*]\|\*[^/]\)*$/,/\*\//d
