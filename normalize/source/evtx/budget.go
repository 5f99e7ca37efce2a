package evtx

import "errors"

// Bounds. The largest real records have a few hundred fields and nest four
// levels; what their values read as is at most three times their bytes. A
// crafted template may ask for one large value thousands of times, or for
// fragments that ask for fragments: what a record and a chunk may cost in all is
// bounded, so that 64 KiB of log never cost more than some milliseconds and a
// few megabytes.
const (
	maxNesting    = 16      // of fragments in values
	maxFields     = 1 << 13 // of a record
	maxText       = 1 << 19 // bytes, of a record
	maxChunkField = 1 << 15 // fields of a chunk's records
	maxChunkText  = 1 << 20 // bytes, of a chunk's records
	maxChunkRefer = 1 << 22 // bytes of names and templates that the fields of a chunk refer to
	maxChunkSteps = 1 << 18 // units of work on a chunk
	maxName       = 1 << 10 // bytes of a name that is remembered
	maxPlanText   = 1 << 17 // bytes of names in one plan
	maxTemplates  = 1 << 17 // the weight of what is kept of templates across chunks
	maxVariants   = 4       // of one GUID; more would be a forgery
	maxPlans      = 4       // of one template
	maxLayouts    = 16      // of one template
	maxLabels     = 1 << 13 // with a number
	maxLaidText   = 1 << 16 // bytes of names and templates that the fields of a sketch refer to
	maxAnswers    = 1 << 14 // names kept
	maxKinds      = 1 << 10 // of events that a template is remembered to stand for
)

var (
	errNested = errors.New("values nested too deeply")
	errFields = errors.New("too many fields")
	errText   = errors.New("too much text")
	errCostly = errors.New("takes too much work")
)

// costOfNode is the steps that one node takes to parse and to plan.
const costOfNode = 8

// budget is what is left to spend on the records of a chunk.
type budget struct {
	steps  int // a step is an element to parse, a field to make, a template to check
	fields int
	text   int // up to where the texts of the record at hand may go
	refers int // bytes of templates, which whoever reads the fields reads, too
}

func (b *budget) refill() {
	*b = budget{steps: maxChunkSteps, fields: maxChunkField, refers: maxChunkRefer}
}

// spend takes n steps.
func (b *budget) spend(n int) error {
	if b.steps -= n; b.steps < 0 {
		return errCostly
	}
	return nil
}

// run takes what it costs to run a plan.
func (b *budget) run(p *plan) error {
	b.text -= p.text
	if b.refers -= p.text; b.refers < 0 {
		return errText
	}
	return b.spend(p.cost)
}
