extension Array {
  /// What was read where all of it could be; nil where a mistake in one of them was told.
  func complete<Read>() -> [Read]? where Element == Read? {
    let read = compactMap(\.self)
    return read.count < count ? nil : read
  }
}
