package evtx

// The tokens of BinXml, without the "more" bit 0x40.
const (
	tokenEOF         = 0x00
	tokenOpen        = 0x01
	tokenCloseStart  = 0x02
	tokenCloseEmpty  = 0x03
	tokenEnd         = 0x04
	tokenValue       = 0x05
	tokenAttribute   = 0x06
	tokenCDATA       = 0x07
	tokenCharRef     = 0x08
	tokenEntityRef   = 0x09
	tokenPITarget    = 0x0a
	tokenPIData      = 0x0b
	tokenTemplate    = 0x0c
	tokenNormalSub   = 0x0d
	tokenOptionalSub = 0x0e
	tokenFragment    = 0x0f

	tokenMore = 0x40
)
