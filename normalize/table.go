package normalize

import (
	"slices"
	"strings"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/internal/dialect"
)

// row is a record of a table with its columns in their places and its data behind them: an
// [event.Sketch]. Its twin is the sort of the table's dialect.
type row struct {
	table   *dialect.Table
	outer   arranged     // the record
	order   []int32      // memory for outer's
	data    event.Sketch // what stands in the text of a column
	columns []int32      // of the record, by label; those of data are behind them
	labels  []*event.Label
	shape   uint64
	kept    []bool // by column
	text    []byte // scratch
}

// namesakes are fields of data that columns may repeat.
type namesakes struct {
	data []*event.Label // all of them
	of   [][]int        // by column: which of them are called as it is
}

// maxNamesakes bounds how many kinds of data are remembered for one kind of row.
const maxNamesakes = 256

// tabled makes sk, a record of shape s, a row of its table. It returns the row's shape, nil
// where values tell more.
func (w *Worker) tabled(sk *arranged, s *shape) *shape {
	r, t := &w.row, s.table
	data := w.texts.Data(sk.value(int32(t.Data)).Raw())
	if data == nil {
		return nil
	}
	r.table, r.data, r.outer = t, data, *sk
	if sk.order != nil {
		r.order = append(r.order[:0], sk.order...)
		r.outer.order = r.order
	}
	if !r.lay(s.namesakesOf(r.data), s.sum) {
		return nil
	}
	*sk = arranged{sketch: r}
	return w.shape(sk)
}

// namesakesOf returns what columns of such rows may repeat of data.
func (c *carriers) namesakesOf(data event.Sketch) *namesakes {
	sum, labels := data.Shape(), data.Labels()
	if r := c.namesakes[sum]; r != nil && slices.Equal(r.data, labels) {
		return r
	}
	if c.namesakes == nil || len(c.namesakes) == maxNamesakes {
		c.namesakes = map[uint64]*namesakes{}
	}
	r := &namesakes{data: slices.Clone(labels), of: make([][]int, len(c.table.Columns))}
	for i, col := range c.table.Columns {
		for j, l := range labels {
			if col.Repeats && strings.EqualFold(l.Name, col.Label.Name) {
				r.of[i] = append(r.of[i], j)
			}
		}
	}
	c.namesakes[sum] = r
	return r
}

// lay puts the columns that say something in their places. It reports false where the name of
// the table may say more.
func (r *row) lay(repeated *namesakes, shape uint64) bool {
	r.labels, r.columns, r.kept, r.shape = r.labels[:0], r.columns[:0], r.kept[:0], shape
	channel := false
	for i := range r.table.Columns {
		c := &r.table.Columns[i]
		keep := i != r.table.Data && r.says(int32(i), c.Says) && !r.saidBefore(i, c.Before) && !r.repeats(i, repeated.of[i])
		r.kept = append(r.kept, keep)
		if !keep {
			r.shape = (r.shape + uint64(i) + 1) * 0x9e3779b97f4a7c15
		} else {
			r.labels, r.columns = append(r.labels, c.Label), append(r.columns, int32(i))
			channel = channel || isChannel(c.Label)
		}
	}
	r.labels = append(r.labels, r.data.Labels()...)
	r.shape = (r.shape ^ r.data.Shape()) * 0x9e3779b97f4a7c15
	return channel
}

func isChannel(l *event.Label) bool { return l.Section == event.System && l.Name == "Channel" }

// longestVoid is longer than any spelling of a value that says nothing.
const longestVoid = 32

// says reports whether column i is none of those that say nothing.
func (r *row) says(i int32, s dialect.Says) bool {
	if raw, quoted := r.outer.raw(i); quoted && len(raw) > longestVoid {
		return true // Fast path.
	}
	return s.In(r.outer.value(i))
}

// saidBefore reports whether the first of the columns before that say something says what
// column i does.
func (r *row) saidBefore(i int, before []int) bool {
	for _, j := range before {
		if r.kept[j] {
			return r.outer.value(int32(j)).Raw() == r.outer.value(int32(i)).Raw()
		}
	}
	return false
}

// repeats reports whether column i says what one of some fields of the data does.
func (r *row) repeats(i int, fields []int) bool {
	for _, j := range fields {
		if r.data.Value(j).Raw() == r.outer.value(int32(i)).Raw() {
			return true
		}
	}
	return false
}

// Labels implements [event.Sketch], as do the next methods.
func (r *row) Labels() []*event.Label { return r.labels }

func (r *row) Shape() uint64 { return r.shape }

func (r *row) Value(i int) event.Value {
	if n := len(r.columns); i >= n {
		return r.data.Value(i - n)
	}
	return r.outer.value(r.columns[i])
}

func (r *row) Raw(i int) (raw []byte, quoted bool) {
	if n := len(r.columns); i >= n {
		return r.data.Raw(i - n)
	}
	return r.outer.raw(r.columns[i])
}

func (r *row) Fields() (fs event.Fields) {
	for i, l := range r.labels {
		fs = append(fs, event.Field{Name: l.Name, Path: l.Path, Section: l.Section, Value: r.Value(i)})
	}
	return fs
}

// Text is the record, but for the data, of which it is what the text says.
func (r *row) Text() (text []byte, plain bool) {
	_, clear := r.outer.sketch.Text()
	text, plain = r.data.Text()
	r.text = append(append(r.text[:0], text...), '\n')
	for i := range r.columns {
		raw, _ := r.Raw(i)
		r.text = append(append(r.text, raw...), '\n')
	}
	return r.text, plain && clear
}

// Precedents are not known: texts are put together for each event.
func (r *row) Precedents() event.Precedents { return event.Precedents{} }
