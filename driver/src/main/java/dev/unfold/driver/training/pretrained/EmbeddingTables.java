package dev.unfold.driver.training.pretrained;

import dev.unfold.worker.model.Vocabularies;
import dev.unfold.worker.network.Network;
import dev.unfold.worker.parameters.ParameterTensor;
import dev.unfold.worker.sequence.example.ExampleSchema;
import dev.unfold.worker.sequence.example.FieldSchema;
import dev.unfold.worker.settings.UnfoldSettings;
import dev.unfold.worker.settings.corpus.InputColumns;
import dev.unfold.worker.settings.corpus.InputSettings;
import dev.unfold.worker.settings.training.PretrainedSettings;
import dev.unfold.worker.settings.training.VectorFiles;
import dev.unfold.worker.settings.validation.InvalidSettingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the embeddings of a network by the columns whose values they are of. */
final class EmbeddingTables {
  private static final String TABLE = "embedding.weight";
  private static final String WIDTH = "network.embedding";

  private final Network network;
  private final List<EmbeddingTable> tables = new ArrayList<>();

  /**
   * @param symbols the vocabularies of the corpus
   */
  EmbeddingTables(UnfoldSettings settings, Vocabularies symbols, Network network) {
    this.network = network;
    if (symbols instanceof Vocabularies.TextVocabulary text) {
      add("the text", TABLE, new FieldSchema.Tokens(text.vocabulary()), WIDTH);
    } else if (symbols instanceof Vocabularies.TableSchema table) {
      addInputs(settings, table.schema());
      if (settings.network().decodes()) {
        String column = settings.corpus().target().column();
        add(column, "decoder." + TABLE, table.schema().target(), WIDTH);
      }
    }
  }

  /** Adds the inputs with ids, whose tables are numbered in the order of their columns. */
  private void addInputs(UnfoldSettings settings, ExampleSchema schema) {
    InputColumns inputs = settings.corpus().columns();
    String prefix = settings.network().decodes() ? "encoder." : "";
    int number = 0;
    for (int i = 0; i < inputs.columns().size(); i++) {
      InputSettings input = inputs.columns().get(i);
      if (input.kind().hasIds()) {
        String name = inputs.isSingle() ? TABLE : "inputs." + number++ + "." + TABLE;
        String width = input.embedding() == 0 ? WIDTH : "embedding of the input " + input.column();
        add(input.column(), prefix + name, schema.input().part(i), width);
      }
    }
  }

  private void add(String column, String name, FieldSchema values, String widthKey) {
    boolean subwords =
        values instanceof FieldSchema.Tokens tokens && tokens.vocabulary().subwords().isPresent();
    Optional<ParameterTensor> tensor =
        network.parameters().tensors().stream()
            .filter(candidate -> candidate.name().equals(name))
            .findFirst();
    tensor.ifPresent(
        table -> tables.add(new EmbeddingTable(column, table, values.names(), subwords, widthKey)));
  }

  /**
   * Returns the embeddings of a column: of an input, of the targets of a decoder, or of both.
   *
   * @param column a name, or {@link VectorFiles#FIRST}, which is the first input with an embedding
   *     or, if no input has one, the target
   * @throws InvalidSettingException if it has none
   */
  List<EmbeddingTable> of(String column) {
    List<EmbeddingTable> found =
        column.equals(VectorFiles.FIRST)
            ? tables.stream().limit(1).toList()
            : tables.stream().filter(table -> table.column().equals(column)).toList();
    InvalidSettingException.require(
        !found.isEmpty(),
        PretrainedSettings.FILE,
        tables.isEmpty()
            ? "no value for a network without an embedding"
            : "files for columns with an embedding, "
                + tables.stream().map(EmbeddingTable::column).distinct().toList(),
        column.isEmpty() ? "one" : column);
    return found;
  }
}
