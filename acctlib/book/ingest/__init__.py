"""A firm's exports read into typed frames: readers, the input contract and its checks."""
