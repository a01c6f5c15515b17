"""From a firm's exports to typed frames: readers, the input contract and its checks."""
