/// A bar on a terminal; nothing anywhere else.
struct Progress {
  let report: Report
  /// nil where the end is not known.
  let total: Int?

  private static let width = 30

  func show(_ done: Int) {
    guard report.showsProgress else { return }
    var text = "\(done)"
    if let total, total > 0 {
      let filled = min(Progress.width, done * Progress.width / total)
      let bar =
        String(repeating: "█", count: filled)
        + String(repeating: "░", count: Progress.width - filled)
      text = "\(bar) \(done) of \(total)"
    }
    // A progress bar that cannot be shown is no reason to stop.
    try? report.showPassing(text)
  }

  func end() {
    guard report.showsProgress else { return }
    try? report.showPassing("")
  }
}
