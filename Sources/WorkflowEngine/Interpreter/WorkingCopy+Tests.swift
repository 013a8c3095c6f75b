import CEL

/// Conditions over single words, run on the words as the step has made them.
extension WorkingCopy {
  /// Whether the condition holds for the record; nil where its program must be asked.
  @inline(never)
  func truth(of test: FlatTest, own: RecordHandle) -> Truth? {
    WordTest.truth(atEnd: end(of: test, own)) ?? truthAsking(test, own)
  }

  /// What guards come to that are all tests; nil where the program of one must be asked.
  @inline(never)
  func verdict(on guards: PlainTable<FlatGuard>, own: RecordHandle) -> StepRun.Verdict? {
    touched.count == 0
      ? verdict(on: guards) { WordTest.truth(atEnd: endUntouched(of: $0, own)) }
        ?? verdictAsking(guards, own)
      : verdictAsking(guards, own)
  }

  @inline(never)
  private func verdictAsking(
    _ guards: PlainTable<FlatGuard>, _ own: RecordHandle
  ) -> StepRun.Verdict? {
    verdict(on: guards) { truth(of: $0, own: own) }
  }

  @inline(__always)
  private func verdict(
    on guards: PlainTable<FlatGuard>, truth: (FlatTest) -> Truth?
  ) -> StepRun.Verdict? {
    var verdict = StepRun.Verdict()
    var bit: UInt64 = 1
    for rule in guards {
      guard let test = rule.test, let truth = truth(test) else { return nil }
      switch truth {
      case .yes: break
      case .no: verdict.failing |= bit
      case .cannotTell: verdict.undecided |= bit
      }
      bit &<<= 1
    }
    return verdict
  }

  // MARK: Words that are here

  // These call nothing, so that all they need stays in registers: a word that somebody must be
  // asked for ends them.

  @inline(__always)
  private func end(of test: FlatTest, _ own: RecordHandle) -> Int16 {
    Self.end(of: test, own) { record, slot in
      let place = place(record)
      return place >= 0
        ? cells[Int(touched[place].cells) &+ slot] : snapshot.wordHere(record, slot)
    }
  }

  /// The same while the step has touched no record.
  @inline(__always)
  private func endUntouched(of test: FlatTest, _ own: RecordHandle) -> Int16 {
    Self.end(of: test, own) { snapshot.wordHere($0, $1) }
  }

  @inline(__always)
  private static func end(
    of test: FlatTest, _ own: RecordHandle, word: (RecordHandle, Int) -> Int64
  ) -> Int16 {
    var place = Int16(0)
    repeat {
      let step = test.tests + Int(place)
      var record = own
      if step.pointee.hop >= 0 {
        let first = word(record, Int(step.pointee.hop))
        guard first > Snapshot.unread else { return WordTest.askProgram }
        record = RecordHandle(raw: Int32(truncatingIfNeeded: first))
        if step.pointee.secondHop >= 0 {
          let second = word(record, Int(step.pointee.secondHop))
          guard second > Snapshot.unread else { return WordTest.askProgram }
          record = RecordHandle(raw: Int32(truncatingIfNeeded: second))
        }
      }
      let last = word(record, Int(step.pointee.slot))
      if last == Snapshot.unread { return WordTest.askProgram }
      place = step.pointee.next(last)
    } while place >= 0
    return place
  }

  // MARK: Words that must be asked for

  @inline(never)
  private func truthAsking(_ test: FlatTest, _ own: RecordHandle) -> Truth? {
    var place = Int16(0)
    repeat {
      place = next(test.tests + Int(place), own)
    } while place >= 0
    return WordTest.truth(atEnd: place)
  }

  @inline(__always)
  private func next(_ test: UnsafePointer<WordTest.Test>, _ own: RecordHandle) -> Int16 {
    var record = own
    if test.pointee.hop >= 0 {
      let word = cell(record, Int(test.pointee.hop))
      guard word > Scalar.failed else { return test.pointee.absent(word) }
      record = RecordHandle(raw: Int32(truncatingIfNeeded: word))
      if test.pointee.secondHop >= 0 {
        let word = cell(record, Int(test.pointee.secondHop))
        guard word > Scalar.failed else { return test.pointee.absent(word) }
        record = RecordHandle(raw: Int32(truncatingIfNeeded: word))
      }
    }
    return test.pointee.next(cell(record, Int(test.pointee.slot)))
  }
}
