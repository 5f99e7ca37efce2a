package sigma

import (
	"slices"

	"github.com/rulehound/rulehound/rules"
)

// Check is one thing that this package finds wrong with rules.
type Check struct {
	Code    string
	Level   rules.ProblemLevel
	Summary string // one line, for the documentation
	Example string // a detection section that has it; where it begins with "title:", a whole document; "" where it takes a pipeline
	err     error
}

// Checks returns everything that this package can report, in the order of the
// documentation.
func Checks() []Check { return slices.Clone(checks) }

// checkOf returns the entry of a code.
func checkOf(code string) Check {
	return checks[slices.IndexFunc(checks, func(c Check) bool { return c.Code == code })]
}

// The codes of problems. They are stable.
const (
	codeMissing          = "sigma-missing"
	codeTitle            = "sigma-title"
	codeID               = "sigma-id"
	codeLevel            = "sigma-level"
	codeStatus           = "sigma-status"
	codeTaxonomy         = "sigma-taxonomy"
	codeLogsource        = "sigma-logsource"
	codeDetection        = "sigma-detection"
	codeEmpty            = "sigma-empty"
	codeDuplicate        = "sigma-duplicate"
	codeNull             = "sigma-null"
	codeValue            = "sigma-value"
	codeAmbiguous        = "sigma-ambiguous"
	codeModifier         = "sigma-modifier"
	codeModifierConflict = "sigma-modifier-conflict"
	codeModifierOrder    = "sigma-modifier-order"
	codeAllSingle        = "sigma-all-single"
	codeKeyword          = "sigma-keyword"
	codeRegexp           = "sigma-regexp"
	codeRegexpFeature    = "sigma-regexp-feature"
	codeNetwork          = "sigma-cidr"
	codeHostBits         = "sigma-cidr-host-bits"
	codeNumber           = "sigma-number"
	codeEncoding         = "sigma-encoding"
	codePlaceholder      = "sigma-placeholder"
	codePlaceholderEmpty = "sigma-placeholder-empty"
	codeCondition        = "sigma-condition"
	codeUnknownSelection = "sigma-unknown-selection"
	codeUnusedSelection  = "sigma-unused-selection"
	codeTimeframe        = "sigma-timeframe"
	codeAggregation      = "sigma-aggregation"
	codeNear             = "sigma-near"
	codeCorrelation      = "sigma-correlation"
	codeTimespan         = "sigma-timespan"
	codeBounds           = "sigma-correlation-condition"
	codeFilter           = "sigma-filter"
	codeFilterPositive   = "sigma-filter-positive"
	codePipeline         = "sigma-pipeline"
	codeTooLarge         = "sigma-too-large"
)

var checks = []Check{
	{Code: codeMissing, err: rules.ErrInvalid, Summary: "a rule needs a logsource, a detection and a condition",
		Example: "selection: {EventID: 1}"},
	{Code: codeTitle, Level: rules.Warning, err: rules.ErrInvalid, Summary: "a rule should have a title",
		Example: "title:\nlogsource: {product: windows}\ndetection: {selection: {EventID: 1}, condition: selection}"},
	{Code: codeID, Level: rules.Warning, err: rules.ErrInvalid, Summary: "an id should be a UUID",
		Example: "title: x\nid: rule-1\nlogsource: {product: windows}\ndetection: {selection: {EventID: 1}, condition: selection}"},
	{Code: codeLevel, Level: rules.Warning, err: rules.ErrInvalid, Summary: "the level is none that Sigma knows",
		Example: "title: x\nlevel: hihg\nlogsource: {product: windows}\ndetection: {selection: {EventID: 1}, condition: selection}"},
	{Code: codeStatus, Level: rules.Warning, err: rules.ErrInvalid, Summary: "the status is none that Sigma knows",
		Example: "title: x\nstatus: testing\nlogsource: {product: windows}\ndetection: {selection: {EventID: 1}, condition: selection}"},
	{Code: codeTaxonomy, Level: rules.Warning, err: rules.ErrUnsupported, Summary: "the taxonomy is not Sigma's own, so names may mean something else",
		Example: "title: x\ntaxonomy: acme\nlogsource: {product: windows}\ndetection: {selection: {EventID: 1}, condition: selection}"},
	{Code: codeLogsource, Level: rules.Warning, err: rules.ErrUnsupported, Summary: "no events are known for the log source, so the rule applies to nothing",
		Example: "title: x\nlogsource: {product: windows, service: nosuch}\ndetection: {selection: {EventID: 1}, condition: selection}"},
	{Code: codeDetection, err: rules.ErrInvalid, Summary: "the detection is not built of mappings and lists as Sigma defines them",
		Example: "selection: {Image: [[a]]}\ncondition: selection"},
	{Code: codeEmpty, err: rules.ErrInvalid, Summary: "an empty mapping or list says nothing",
		Example: "selection: {}\ncondition: selection"},
	{Code: codeDuplicate, err: rules.ErrInvalid, Summary: "a key stands twice in one mapping",
		Example: "selection: {EventID: 1, EventID: 2}\ncondition: selection"},
	{Code: codeNull, err: rules.ErrInvalid, Summary: "null stands for absence, and only alone",
		Example: "selection: {Image|contains: null}\ncondition: selection"},
	{Code: codeValue, err: rules.ErrInvalid, Summary: "the modifier does not take such a value",
		Example: "selection: {Image|exists: 'true'}\ncondition: selection"},
	{Code: codeAmbiguous, Level: rules.Warning, err: rules.ErrInvalid, Summary: "readers of YAML disagree about this number",
		Example: "selection: {Code: 010}\ncondition: selection"},
	{Code: codeModifier, err: rules.ErrInvalid, Summary: "there is no such modifier",
		Example: "selection: {Image|contain: a}\ncondition: selection"},
	{Code: codeModifierConflict, err: rules.ErrInvalid, Summary: "two modifiers contradict each other",
		Example: "selection: {Image|contains|startswith: a}\ncondition: selection"},
	{Code: codeModifierOrder, err: rules.ErrInvalid, Summary: "modifiers act in their order, and this order means nothing",
		Example: "selection: {CommandLine|contains|base64offset: abc}\ncondition: selection"},
	{Code: codeAllSingle, Level: rules.Warning, err: rules.ErrInvalid, Summary: "the modifier all has a single value",
		Example: "selection: {Image|contains|all: a}\ncondition: selection"},
	{Code: codeKeyword, err: rules.ErrInvalid, Summary: "the modifier means nothing without a field, or has too few keywords",
		Example: "selection: {'|startswith': a}\ncondition: selection"},
	{Code: codeRegexp, err: rules.ErrInvalid, Summary: "the regular expression is wrong",
		Example: "selection: {Image|re: 'a('}\ncondition: selection"},
	{Code: codeRegexpFeature, err: rules.ErrUnsupported, Summary: "the regular expression has what RE2 lacks: look-around, back references and the like",
		Example: "selection: {Image|re: '(?!a)b'}\ncondition: selection"},
	{Code: codeNetwork, err: rules.ErrInvalid, Summary: "the value is no network",
		Example: "selection: {SourceIp|cidr: 10.0.0.0/33}\ncondition: selection"},
	{Code: codeHostBits, Level: rules.Warning, err: rules.ErrInvalid, Summary: "the network has bits beyond its length",
		Example: "selection: {SourceIp|cidr: 10.1.2.3/8}\ncondition: selection"},
	{Code: codeNumber, err: rules.ErrInvalid, Summary: "the value is no number, or none that can occur",
		Example: "selection: {EventID|gt: many}\ncondition: selection"},
	{Code: codeEncoding, err: rules.ErrInvalid, Summary: "the value cannot be encoded so",
		Example: "selection: {CommandLine|base64: a*c}\ncondition: selection"},
	{Code: codePlaceholder, err: rules.ErrPlaceholder, Summary: "a placeholder has no values",
		Example: "selection: {User|expand: '%Administrators%'}\ncondition: selection"},
	{Code: codePlaceholderEmpty, Level: rules.Warning, err: rules.ErrPlaceholder, Summary: "a placeholder has a list without values"},
	{Code: codeCondition, err: rules.ErrSyntax, Summary: "the condition cannot be read",
		Example: "selection: {EventID: 1}\ncondition: selection and"},
	{Code: codeUnknownSelection, err: rules.ErrInvalid, Summary: "the condition names a selection that is not there",
		Example: "selection: {EventID: 1}\ncondition: selection and filter"},
	{Code: codeUnusedSelection, Level: rules.Warning, err: rules.ErrInvalid, Summary: "no condition uses the selection",
		Example: "selection: {EventID: 1}\nfilter: {EventID: 2}\ncondition: selection"},
	{Code: codeTimeframe, Level: rules.Warning, err: rules.ErrInvalid, Summary: "timeframe means nothing without an aggregation",
		Example: "selection: {EventID: 1}\ntimeframe: 5m\ncondition: selection"},
	{Code: codeAggregation, err: rules.ErrInvalid, Summary: "the aggregation behind the condition cannot be run as a correlation",
		Example: "selection: {EventID: 1}\ntimeframe: 5m\ncondition: selection | count() by User"},
	{Code: codeNear, err: rules.ErrUnsupported, Summary: "near was never defined; temporal correlations are",
		Example: "a: {EventID: 1}\nb: {EventID: 2}\ncondition: a | near b"},
	{Code: codeCorrelation, err: rules.ErrInvalid, Summary: "the correlation is not built as Sigma defines it",
		Example: "title: x\ncorrelation: {type: event_count, rules: [a], timespan: 5m, groupby: [b], condition: {gte: 5}}"},
	{Code: codeTimespan, err: rules.ErrInvalid, Summary: "a timespan is a number and one of s, m, h, d, w, M, y",
		Example: "title: x\ncorrelation: {type: event_count, rules: [a], timespan: 5 min, condition: {gte: 5}}"},
	{Code: codeBounds, err: rules.ErrInvalid, Summary: "the correlation's condition compares with nothing, or with what cannot be",
		Example: "title: x\ncorrelation: {type: event_count, rules: [a], timespan: 5m, condition: {gt: 5, lt: 5}}"},
	{Code: codeFilter, err: rules.ErrInvalid, Summary: "a filter needs the rules that it is for: ids, names or any",
		Example: "title: x\nlogsource: {product: windows}\nfilter: {selection: {EventID: 1}, condition: not selection}"},
	{Code: codeFilterPositive, Level: rules.Warning, err: rules.ErrInvalid, Summary: "the filter's condition has no not: it keeps what it should probably leave out",
		Example: "title: x\nlogsource: {product: windows}\nfilter: {rules: any, selection: {EventID: 1}, condition: selection}"},
	{Code: codePipeline, err: rules.ErrUnsupported, Summary: "a processing pipeline refuses the rule, or cannot be carried out on it"},
	{Code: codeTooLarge, err: rules.ErrInvalid, Summary: "the rule is larger than any that people write",
		Example: "selection: {CommandLine|windash|base64offset|contains: ' -a -b -c -d -e -f -g -h -i'}\ncondition: selection"},
}
