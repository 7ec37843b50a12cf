package dev.unfold.worker.network.recurrent;

import java.util.ArrayList;
import java.util.List;

/**
 * Divides the lanes of a shard into blocks that are long enough for vectorized loops and short
 * enough for the cache. All blocks share the same scratch memory, except for a last block of
 * another length.
 */
final class LaneBlocks {
  private static final int FLOATS_IN_A_VECTOR = 4096;

  private LaneBlocks() {}

  /** A block of lanes that begins at {@code firstLane}. */
  record LaneBlock(int firstLane, CellBlock cells) {}

  static List<LaneBlock> of(Cell cell, int batch, int hidden) {
    int blocks = Math.max(1, Math.min(batch, batch * hidden / FLOATS_IN_A_VECTOR));
    int blockLanes = (batch + blocks - 1) / blocks;
    List<LaneBlock> parts = new ArrayList<>();
    CellBlock shared = block(cell, blockLanes, hidden);
    for (int first = 0; first < batch; first += blockLanes) {
      int lanes = Math.min(blockLanes, batch - first);
      CellBlock cells = lanes == blockLanes ? shared : block(cell, lanes, hidden);
      parts.add(new LaneBlock(first, cells));
    }
    return List.copyOf(parts);
  }

  private static CellBlock block(Cell cell, int lanes, int hidden) {
    return new CellBlock(
        lanes, hidden, cell.gates(), cell.states(), cell.extras(), cell.gatesRecurrentTerm());
  }

  /** Returns the distinct scratch memory of the blocks. */
  static List<CellBlock> cells(List<LaneBlock> blocks) {
    return blocks.stream().map(LaneBlock::cells).distinct().toList();
  }
}
