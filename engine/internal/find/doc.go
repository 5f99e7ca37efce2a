// Package find finds which of many literals are in a text: at its start or end by
// tries ([Affixes]), anywhere by sampled grams ([Grams], [Sieve]). It knows nothing of
// rules and events. What finds is read-only once made, so it is safe for concurrent
// use; what was found is added to [Hits], which are one goroutine's.
package find
