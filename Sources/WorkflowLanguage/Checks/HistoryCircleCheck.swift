import WorkflowEngine

/// Refuses histories that lead to nothing but each other as long as there is nothing to go back to.
struct HistoryCircleCheck {
  let type: RecordTypeDraft
  let regions: [Region]
  let report: Report

  private struct Place: Hashable {
    let region: Int
    let index: Int
  }

  func run() {
    var known: Set<Place> = []
    for region in regions.indices {
      for index in regions[region].histories.indices {
        follow(Place(region: region, index: index), after: [], known: &known)
      }
    }
  }

  private func follow(_ place: Place, after path: [Place], known: inout Set<Place>) {
    if let start = path.firstIndex(of: place) { return refuse(Array(path[start...])) }
    guard known.insert(place).inserted else { return }
    let history = regions[place.region].histories[place.index]
    for case .history(let region, let index) in regions.defaults(of: history, in: place.region) {
      follow(Place(region: region, index: index), after: path + [place], known: &known)
    }
  }

  private func refuse(_ circle: [Place]) {
    guard let first = circle.first else { return }
    let around = regions[first.region].parent.map { regions[$0.region].states[$0.state].name }
    report.add(
      .historyCircle(
        circle.map { regions[$0.region].histories[$0.index].name }, in: around ?? ""),
      at: type.regions[first.region].histories[first.index].range)
  }
}
