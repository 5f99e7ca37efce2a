package source

import (
	"context"
	"errors"
	"iter"
	"slices"
	"sync"

	"github.com/rulehound/rulehound/normalize/event"
)

// Batch is a stretch of a log: enough records to be worth handing to another
// goroutine, which decodes them. What cannot be cut is decoded by whoever reads it, and the
// Batch holds what came of that.
type Batch struct {
	log    *batchedLog
	number int
	held   stretch
	stats  Stats // of this batch
}

// Number counts the batches of the File from 0.
func (b *Batch) Number() int { return b.number }

// Records decodes the batch with d, once, and yields its records and its losses
// as [File.Records] does. The records live until the batch is released or d
// decodes another one; what is kept beyond that must be cloned. Their
// Source.Index counts from 0 in each batch: see [File.Firsts].
func (b *Batch) Records(d *Decoder) iter.Seq2[*event.Record, error] {
	return func(yield func(*event.Record, error) bool) {
		b.count(b.held.records(d), yield)
		d.evtx.Skipped(func(k Kind, n int64) {
			b.stats.Records += n
			if d.skipped != nil {
				d.skipped(k, n)
			}
		})
	}
}

// count yields what recs yields and counts it.
func (b *Batch) count(recs iter.Seq2[*event.Record, error], yield func(*event.Record, error) bool) {
	for rec, err := range recs {
		if err == nil {
			b.stats.Records++
		} else if errors.Is(err, event.ErrSkip) {
			b.stats.lose(err)
		}
		if !yield(rec, err) {
			return
		}
	}
}

// Release says that the batch is done with. Every batch must be released, once.
func (b *Batch) Release() {
	b.held.Release()
	b.log.release(b)
}

// Batches reads the File like [File.Records], but leaves the decoding to whoever
// takes its batches, on any goroutines; a batch may be released there, too. When
// there are no more, or the consumer breaks off, the iteration waits until all
// batches have been released and then closes the File. An error that wraps
// [event.ErrSkip] stands for a member of an archive that cannot be read.
func (f *File) Batches(ctx context.Context) iter.Seq2[*Batch, error] {
	return func(yield func(*Batch, error) bool) {
		if f.used {
			yield(nil, errUsed)
			return
		}
		f.used = true
		defer f.Close()
		bl := &batchedLog{file: f, yield: yield}
		whole := f.walk(ctx, f.top, bl.read, func(err error) bool { return yield(nil, err) })
		if bl.wait(); whole {
			raise(&f.in.n, f.size)
		}
	}
}

// Firsts returns, for each batch, the index of its first record among the records of
// its log. They are known when the iteration of [File.Batches] has ended.
func (f *File) Firsts() []int64 { return f.firsts }

// batchedLog hands out the batches of a File and gathers what came of them.
type batchedLog struct {
	file  *File
	yield func(*Batch, error) bool
	next  int   // number of the next batch
	logs  []int // numbers of the batches that begin a log

	out    sync.WaitGroup
	mu     sync.Mutex
	counts []int64 // records of each batch
	stats  Stats   // of the batches that have been released
}

// read hands out the batches of one log.
func (l *batchedLog) read(ctx context.Context, c *content) (more bool, err error) {
	l.logs = append(l.logs, l.next)
	for s, err := range c.stretches(ctx) {
		if err != nil {
			return true, err
		}
		if !l.hand(s) {
			return false, nil
		}
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	c.left(&l.stats)
	return true, nil
}

// hand gives s to the consumer, as a batch.
func (l *batchedLog) hand(s stretch) bool {
	b := &Batch{log: l, number: l.next, held: s}
	l.next++
	l.out.Add(1)
	return l.yield(b, nil)
}

func (l *batchedLog) release(b *Batch) {
	l.mu.Lock()
	l.counts = append(l.counts, make([]int64, max(0, b.number+1-len(l.counts)))...)
	l.counts[b.number] = b.stats.Records
	l.stats.add(&b.stats)
	l.mu.Unlock()
	l.out.Done()
}

// wait waits for all batches and tells the File what was in them.
func (l *batchedLog) wait() {
	l.out.Wait()
	l.file.stats.add(&l.stats)
	l.file.firsts = make([]int64, len(l.counts))
	var first int64
	for i, n := range l.counts {
		if _, begins := slices.BinarySearch(l.logs, i); begins {
			first = 0
		}
		l.file.firsts[i] = first
		first += n
	}
}
