package dev.unfold.worker.network.recurrent;

import java.util.ArrayList;
import java.util.List;

/**
 * The lanes of a shard in blocks: long enough for vectorized loops, short enough for the cache. All
 * blocks share the same scratch, but for a last one of another length.
 */
final class LaneBlocks {
  private static final int FLOATS_IN_A_VECTOR = 4096;

  private LaneBlocks() {}

  /** One block: its lanes from {@code firstLane} on. */
  record LaneBlock(int firstLane, CellBlock cells) {}

  static List<LaneBlock> of(Cell cell, int batch, int hidden) {
    int blocks = Math.max(1, Math.min(batch, batch * hidden / FLOATS_IN_A_VECTOR));
    int each = (batch + blocks - 1) / blocks;
    List<LaneBlock> parts = new ArrayList<>();
    CellBlock shared = new CellBlock(cell, each, hidden);
    for (int first = 0; first < batch; first += each) {
      int lanes = Math.min(each, batch - first);
      CellBlock cells = lanes == each ? shared : new CellBlock(cell, lanes, hidden);
      parts.add(new LaneBlock(first, cells));
    }
    return List.copyOf(parts);
  }

  /** The distinct scratch of blocks. */
  static List<CellBlock> cells(List<LaneBlock> blocks) {
    return blocks.stream().map(LaneBlock::cells).distinct().toList();
  }
}
