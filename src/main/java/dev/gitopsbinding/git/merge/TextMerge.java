package dev.gitopsbinding.git.merge;

import dev.gitopsbinding.net.share.TimeLimit;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.eclipse.jgit.diff.HistogramDiff;
import org.eclipse.jgit.diff.RawText;
import org.eclipse.jgit.diff.RawTextComparator;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.merge.ContentMergeStrategy;
import org.eclipse.jgit.merge.MergeAlgorithm;
import org.eclipse.jgit.merge.MergeChunk;
import org.eclipse.jgit.merge.MergeResult;

/**
 * Merges files line by line.
 *
 * @param fileLimit a larger file is not merged: that is a conflict, as for a binary file
 */
record TextMerge(
    ObjectReader reader, ObjectInserter inserter, TreeMerge.Conflicts conflicts, int fileLimit) {
  /** All three versions together; a comparison of files without common lines is quadratic. */
  private static final int MAX_LINES = 60_000;

  /**
   * Merges three versions of a file.
   *
   * @param base the zero id if both sides added the file
   * @return the merged file
   * @throws TreeMerge.NoMergeException at a conflict to give up at
   */
  ObjectId merge(ObjectId base, ObjectId ours, ObjectId theirs, TimeLimit limit)
      throws IOException {
    if (ours.equals(theirs) || base.equals(ours)) {
      return theirs;
    }
    if (base.equals(theirs)) {
      return ours;
    }
    if (limit.expired()) {
      throw new TreeMerge.NoMergeException();
    }
    if (isTooLarge(base) || isTooLarge(ours) || isTooLarge(theirs)) {
      return whole(theirs);
    }
    List<byte[]> contents = List.of(read(base), read(ours), read(theirs));
    if (contents.stream().anyMatch(content -> RawText.isBinary(content, content.length, true))) {
      return whole(theirs);
    }
    List<RawText> texts = contents.stream().map(RawText::new).toList();
    if (texts.stream().mapToInt(RawText::size).sum() > MAX_LINES) {
      return whole(theirs);
    }
    MergeResult<RawText> merged = merge(texts);
    if (merged.containsConflicts()) {
      return whole(theirs);
    }
    return inserter.insert(Constants.OBJ_BLOB, text(merged));
  }

  private MergeResult<RawText> merge(List<RawText> texts) {
    MergeAlgorithm algorithm = new MergeAlgorithm(new HistogramDiff());
    algorithm.setContentMergeStrategy(
        switch (conflicts) {
          case TAKE_THEIRS -> ContentMergeStrategy.THEIRS;
          case GIVE_UP -> ContentMergeStrategy.CONFLICT;
        });
    return algorithm.merge(RawTextComparator.DEFAULT, texts.get(0), texts.get(1), texts.get(2));
  }

  private ObjectId whole(ObjectId theirs) throws TreeMerge.NoMergeException {
    return switch (conflicts) {
      case TAKE_THEIRS -> theirs;
      case GIVE_UP -> throw new TreeMerge.NoMergeException();
    };
  }

  private boolean isTooLarge(ObjectId blob) throws IOException {
    return !blob.equals(ObjectId.zeroId())
        && reader.getObjectSize(blob, Constants.OBJ_BLOB) > fileLimit;
  }

  private byte[] read(ObjectId blob) throws IOException {
    return blob.equals(ObjectId.zeroId())
        ? new byte[0]
        : reader.open(blob, Constants.OBJ_BLOB).getCachedBytes();
  }

  private static byte[] text(MergeResult<RawText> merged) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    boolean open = false;
    for (MergeChunk chunk : merged) {
      RawText from = merged.getSequences().get(chunk.getSequenceIndex());
      for (int line = chunk.getBegin(); line < chunk.getEnd(); line++) {
        if (open) {
          // The last line of one version, without an end of line, is not the last one here.
          out.write('\n');
        }
        from.writeLine(out, line);
        open = line == from.size() - 1 && from.isMissingNewlineAtEnd();
        if (!open) {
          out.write('\n');
        }
      }
    }
    return out.toByteArray();
  }
}
