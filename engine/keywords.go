package engine

import (
	"slices"

	"github.com/rulehound/rulehound/engine/internal/plan"
	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/rules/ir"
)

// keywordSet is what the conditions of a group look for in every field.
type keywordSet struct {
	unknown bool // there is no telling what: an expression works it out
	filter  plan.KeywordFilter
}

// keywords are the sets of the groups that see a class of events. Classes with the same
// ones share them.
type keywords struct{ sets []*keywordSet }

func (rs *routes) keywordsOf(groups []int) *keywords {
	k := &keywords{}
	for _, g := range groups {
		if set := rs.engine.keywords[g]; set != nil {
			k.sets = append(k.sets, set)
		}
	}
	for _, known := range rs.keywords {
		if slices.Equal(known.sets, k.sets) {
			return known
		}
	}
	rs.keywords = append(rs.keywords, k)
	return k
}

// areIn reports whether one of the keywords may be in text, in whatever case.
func (k *keywords) areIn(text []byte, s *plan.State) bool {
	return slices.ContainsFunc(k.sets, func(set *keywordSet) bool { return set.filter.In(text, s) })
}

// areInNews is areIn for a text that is like others, in which there are none, but for
// its news.
func (k *keywords) areInNews(text []byte, p *event.Precedents, s *plan.State) bool {
	return slices.ContainsFunc(k.sets, func(set *keywordSet) bool { return set.filter.InNews(text, p.News, s) })
}

// mayBeIn reports whether a keyword may be in texts of UTF-16, or nil.
func (k *keywords) mayBeIn(texts [][]byte) bool {
	return texts == nil || slices.ContainsFunc(k.sets, func(set *keywordSet) bool { return set.filter.MayBeIn(texts) })
}

// wereLookedFor reports whether it is known of all texts that one is like that no
// keyword is in them.
func (k *keywords) wereLookedFor(p *event.Precedents) bool {
	return len(p.Of) > 0 && !slices.ContainsFunc(p.Of, func(o *event.Precedent) bool { return o.Searched != k })
}

// addKeywords notes what a condition looks for in every field, as keywords do, or in
// fields that it names only when it runs, as expressions may.
func (e *Engine) addKeywords(groups []int, condition ir.Node) {
	switch n := condition.(type) {
	case *ir.Keyword:
		pieces, known := plan.PiecesOf(n)
		e.addPieces(groups, pieces, known)
	case *ir.Leaf:
		e.addPieces(groups, nil, false)
	}
	for _, kid := range ir.Kids(condition) {
		e.addKeywords(groups, kid)
	}
}

func (e *Engine) addPieces(groups []int, pieces []string, known bool) {
	for _, g := range groups {
		set := e.keywords[g]
		if set == nil {
			set = &keywordSet{}
			e.keywords[g] = set
		}
		set.unknown = set.unknown || !known
		set.filter.Add(pieces)
	}
}
