package dev.unfold.dl4j.master.data;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/** MultiDataSets, serialized in DL4J's own format, which keeps the metadata. */
public final class MultiDataSetElementType implements ElementType<MultiDataSet> {
  private static final long serialVersionUID = 1L;

  @Override
  public MultiDataSet open(MultiDataSet item) {
    return item;
  }

  @Override
  public int fingerprint(MultiDataSet item) {
    return SequenceParts.of(open(item)).map(SequenceParts::fingerprint).orElse(0);
  }

  @Override
  public byte[] pack(MultiDataSet item) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      item.save(bytes);
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public MultiDataSet unpack(byte[] packed) {
    try {
      MultiDataSet data = new org.nd4j.linalg.dataset.MultiDataSet();
      data.load(new ByteArrayInputStream(packed));
      return data;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
