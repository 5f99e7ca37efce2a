//go:build !race

package oracle_test

// raceDetector makes the tests with big inputs take smaller ones.
const raceDetector = false
