import Synchronization

/// A text that is made when it is first asked for: a digest that many loads never need.
///
/// A class, because a definition is used from any thread.
final class LazyText: Sendable {
  private enum State {
    case open(@Sendable () -> String)
    case made(String)
  }

  private let state: Mutex<State>

  init(_ make: @escaping @Sendable () -> String) {
    state = Mutex(.open(make))
  }

  var text: String {
    state.withLock { state in
      switch state {
      case .made(let text): return text
      case .open(let make):
        let text = make()
        state = .made(text)
        return text
      }
    }
  }
}
