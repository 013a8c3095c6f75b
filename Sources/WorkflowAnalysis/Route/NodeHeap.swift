/// Nodes by their cost; of equal ones the one that came first.
struct NodeHeap {
  private var items: [(index: Int, cost: RouteCost, number: Int)] = []
  private var next = 0

  private func precedes(_ left: Int, _ right: Int) -> Bool {
    if items[left].cost != items[right].cost { return items[left].cost < items[right].cost }
    return items[left].number < items[right].number
  }

  mutating func push(_ index: Int, _ cost: RouteCost) {
    items.append((index, cost, next))
    next += 1
    var place = items.count - 1
    while place > 0, precedes(place, (place - 1) / 2) {
      items.swapAt(place, (place - 1) / 2)
      place = (place - 1) / 2
    }
  }

  mutating func pop() -> Int? {
    guard let first = items.first else { return nil }
    let last = items.removeLast()
    if !items.isEmpty {
      items[0] = last
      var place = 0
      while true {
        var least = place
        for child in [2 * place + 1, 2 * place + 2] where child < items.count {
          if precedes(child, least) { least = child }
        }
        if least == place { break }
        items.swapAt(place, least)
        place = least
      }
    }
    return first.index
  }
}
