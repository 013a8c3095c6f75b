/// Finds circles in a graph: the shortest one of each knot of nodes that reach each other.
struct CircleFinder {
  let edges: [[Int]]

  /// Each circle as its nodes in order, the smallest number first.
  func circles() -> [[Int]] {
    knots().compactMap { knot in
      guard let start = knot.min() else { return nil }
      return shortestCircle(from: start, within: Set(knot))
    }.sorted { ($0.first ?? 0) < ($1.first ?? 0) }
  }

  /// Tarjan's strongly connected components without recursion; only those that hold a circle.
  private func knots() -> [[Int]] {
    var number = Array(repeating: -1, count: edges.count)
    var low = number
    var isOnStack = Array(repeating: false, count: edges.count)
    var stack: [Int] = []
    var found: [[Int]] = []
    var count = 0
    for start in edges.indices where number[start] < 0 {
      var path: [(node: Int, next: Int)] = [(start, 0)]
      while let (node, next) = path.last {
        if next == 0 {
          number[node] = count
          low[node] = count
          count += 1
          stack.append(node)
          isOnStack[node] = true
        }
        if next < edges[node].count {
          path[path.count - 1].next += 1
          let target = edges[node][next]
          if number[target] < 0 {
            path.append((target, 0))
          } else if isOnStack[target] {
            low[node] = min(low[node], number[target])
          }
          continue
        }
        path.removeLast()
        if let parent = path.last { low[parent.node] = min(low[parent.node], low[node]) }
        guard low[node] == number[node] else { continue }
        var knot: [Int] = []
        while let member = stack.popLast() {
          isOnStack[member] = false
          knot.append(member)
          if member == node { break }
        }
        if knot.count > 1 || edges[node].contains(node) { found.append(knot) }
      }
    }
    return found
  }

  private func shortestCircle(from start: Int, within knot: Set<Int>) -> [Int]? {
    var cameFrom: [Int: Int] = [:]
    var queue = [start]
    var head = 0
    while head < queue.count {
      let node = queue[head]
      head += 1
      for target in edges[node] where knot.contains(target) {
        if target == start {
          var circle = [node]
          var current = node
          while current != start, let previous = cameFrom[current] {
            circle.append(previous)
            current = previous
          }
          return circle.reversed()
        }
        if cameFrom[target] == nil {
          cameFrom[target] = node
          queue.append(target)
        }
      }
    }
    return nil
  }
}
