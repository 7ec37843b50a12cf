package dev.unfold.worker.sequence.subword;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/** The subwords as a tree of their bytes, which finds all that begin at a place of a word. */
final class PieceTrie implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The node of the empty text. */
  static final int ROOT = 0;

  /** No node, or no subword. */
  static final int NONE = -1;

  private final PairTable children;

  /** The subword that ends at each node. */
  private int[] pieces = {NONE};

  private int nodes = 1;

  /** Creates the tree of subwords, which are written in characters of bytes. */
  PieceTrie(List<String> texts) {
    children = new PairTable(2 * texts.size());
    for (int piece = 0; piece < texts.size(); piece++) {
      int node = ROOT;
      for (byte value : ByteAlphabet.decode(texts.get(piece))) {
        node = childOrNew(node, value);
      }
      pieces[node] = piece;
    }
  }

  private int childOrNew(int node, byte value) {
    int child = child(node, value);
    if (child != NONE) {
      return child;
    }
    children.put(PairTable.pair(node, value & 0xFF), nodes);
    if (nodes == pieces.length) {
      pieces = Arrays.copyOf(pieces, 2 * nodes);
    }
    pieces[nodes] = NONE;
    return nodes++;
  }

  /** Returns the node that a further byte leads to, or {@link #NONE}. */
  int child(int node, byte value) {
    return children.get(PairTable.pair(node, value & 0xFF));
  }

  /** Returns the subword that ends at a node, or {@link #NONE}. */
  int piece(int node) {
    return pieces[node];
  }
}
