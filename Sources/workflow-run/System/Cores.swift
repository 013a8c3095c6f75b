import Dispatch
import Foundation
import Synchronization

/// Work on many things at once.
enum Cores {
  /// Answers in the order of the numbers, whichever of them are ready first.
  ///
  /// - Parameter body: is handed the answer that its thread gave before.
  static func map<Answer: Sendable>(
    _ count: Int, _ body: @escaping @Sendable (_ index: Int, _ former: Answer?) -> Answer
  ) -> [Answer] {
    let answers = Mutex([Answer?](repeating: nil, count: count))
    let next = Atomic(0)
    DispatchQueue.concurrentPerform(
      iterations: min(count, ProcessInfo.processInfo.activeProcessorCount)
    ) { _ in
      var former: Answer?
      while true {
        let index = next.add(1, ordering: .relaxed).oldValue
        guard index < count else { return }
        let answer = body(index, former)
        answers.withLock { $0[index] = answer }
        former = answer
      }
    }
    return answers.withLock { $0.compactMap(\.self) }
  }
}
