import CEL

/// Conditions over single words, run on the words as the step has made them.
extension WorkingCopy {
  /// Whether the condition holds for the record; nil where its program must be asked.
  @inline(__always)
  func truth(of test: FlatTest, own: RecordHandle) -> Truth? {
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
