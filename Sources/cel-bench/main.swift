// Measures how long expressions take: `cel-bench [cases.json]`.
//
// First over records by slot, as the workflow engine reads them; then, with a file of cases, over
// maps as other implementations of CEL do. `cel-bench repeat GUARD COUNT` only evaluates.
import CEL
import Foundation

let arguments = Array(CommandLine.arguments.dropFirst())
if arguments.count == 3, arguments[0] == "repeat" {
  GuardCases.repeatOnly(arguments[1], Int(arguments[2]) ?? 0)
} else {
  GuardCases.run()
  RecordCases.run()
  if let path = arguments.first { MapCases.run(path: path) }
  CompileCases.run()
}

/// Nanoseconds for one run of a body: the best of seven rounds.
func measure(_ body: () -> Void) -> Double {
  let clock = ContinuousClock()
  var count = 1
  while clock.measure({ for _ in 0..<count { body() } }) < .milliseconds(5) { count *= 2 }
  var best = Double.infinity
  for _ in 0..<7 {
    let time = clock.measure { for _ in 0..<count { body() } }
    let (seconds, attoseconds) = time.components
    best = min(best, (Double(seconds) * 1e9 + Double(attoseconds) / 1e9) / Double(count))
  }
  return best
}

func report(_ name: String, _ nanoseconds: Double, _ result: String) {
  let figure = String(format: "%10.1f ns", nanoseconds)
  print(figure + "  " + name.padding(toLength: 16, withPad: " ", startingAt: 0) + "  " + result)
}

func geometricMean(_ values: [Double]) -> Double {
  exp(values.map { log($0) }.reduce(0, +) / Double(max(values.count, 1)))
}
