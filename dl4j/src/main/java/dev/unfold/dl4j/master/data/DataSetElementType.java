package dev.unfold.dl4j.master.data;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/** DataSets, serialized in DL4J's own format, which keeps the metadata. */
public final class DataSetElementType implements ElementType<DataSet> {
  private static final long serialVersionUID = 1L;

  @Override
  public MultiDataSet open(DataSet item) {
    return item.toMultiDataSet();
  }

  @Override
  public int fingerprint(DataSet item) {
    return SequenceParts.of(open(item)).map(SequenceParts::fingerprint).orElse(0);
  }

  @Override
  public byte[] pack(DataSet item) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    item.save(bytes);
    return bytes.toByteArray();
  }

  @Override
  public MultiDataSet unpack(byte[] packed) {
    DataSet data = new DataSet();
    data.load(new ByteArrayInputStream(packed));
    return open(data);
  }
}
