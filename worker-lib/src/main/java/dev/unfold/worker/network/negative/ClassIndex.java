package dev.unfold.worker.network.negative;

import java.util.Arrays;

/** The places of some of many classes, in a table whose size does not depend on all of them. */
final class ClassIndex {
  private static final int EMPTY = -1;

  private final int[] ids;
  private final int[] places;
  private final int mask;

  /**
   * @param capacity the maximum number of classes with a place
   */
  ClassIndex(int capacity) {
    int size = Integer.highestOneBit(Math.max(1, capacity)) * 4;
    ids = new int[size];
    places = new int[size];
    mask = size - 1;
    clear();
  }

  /** Removes all places. */
  void clear() {
    Arrays.fill(ids, EMPTY);
  }

  /**
   * Gives a class a place unless it has one.
   *
   * @return whether it had none
   */
  boolean add(int id, int place) {
    int slot = slot(id);
    if (ids[slot] == id) {
      return false;
    }
    ids[slot] = id;
    places[slot] = place;
    return true;
  }

  /** Returns the place of a class; -1 if it has none. */
  int place(int id) {
    int slot = slot(id);
    return ids[slot] == id ? places[slot] : EMPTY;
  }

  /** Returns the slot of a class, or the free slot that it would get. */
  private int slot(int id) {
    int hash = id * 0x9e3779b9;
    int slot = (hash ^ (hash >>> 15)) & mask;
    while (ids[slot] != id && ids[slot] != EMPTY) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }
}
