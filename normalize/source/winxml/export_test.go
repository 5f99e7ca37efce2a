package winxml

// BlocksOf is Blocks with blocks of about size bytes.
var BlocksOf = blocks
