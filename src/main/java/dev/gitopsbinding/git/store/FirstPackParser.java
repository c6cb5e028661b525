package dev.gitopsbinding.git.store;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32;
import org.eclipse.jgit.internal.storage.file.BasePackIndexWriter;
import org.eclipse.jgit.internal.storage.file.ObjectDirectory;
import org.eclipse.jgit.internal.storage.file.PackFile;
import org.eclipse.jgit.internal.storage.pack.PackExt;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ProgressMonitor;
import org.eclipse.jgit.transport.PackLock;
import org.eclipse.jgit.transport.PackParser;
import org.eclipse.jgit.transport.PackedObjectInfo;
import org.jspecify.annotations.Nullable;

/**
 * Receives the first pack of a local copy. For many small objects JGit's own parser takes longer:
 * it looks for each of them in the copy, and asks the file system each time, reads 8 KiB for each
 * delta, and waits until the disk has written all, which is of no use to a copy that dies with its
 * process.
 */
final class FirstPackParser extends PackParser {
  /** Most commits, folders and deltas are smaller. */
  private static final int SHORT_READ = 512;

  private static final int INDEX_VERSION = 2;

  private final ObjectDirectory copy;
  private final Path pack;
  private final Path index;
  private final FileChannel file;
  private final CRC32 crc = new CRC32();
  private byte[] checksum = {};
  private long position;
  private boolean isShort;

  /**
   * @param copy without any pack
   */
  FirstPackParser(ObjectDirectory copy, InputStream received) throws IOException {
    super(copy, received);
    this.copy = copy;
    this.pack = Files.createTempFile(copy.getDirectory().toPath(), "incoming", ".pack");
    this.index = pack.resolveSibling(pack.getFileName() + ".idx");
    this.file = FileChannel.open(pack, StandardOpenOption.READ, StandardOpenOption.WRITE);
    // There is no other object yet.
    setCheckObjectCollisions(false);
  }

  @Override
  public @Nullable PackLock parse(ProgressMonitor receiving, ProgressMonitor resolving)
      throws IOException {
    try (file) {
      var _ = super.parse(receiving, resolving);
      store(checksum, 0, checksum.length);
      if (getObjectCount() > 0) {
        keep();
      }
    } finally {
      Files.deleteIfExists(pack);
      Files.deleteIfExists(index);
    }
    return null;
  }

  private void keep() throws IOException {
    try (OutputStream to = Files.newOutputStream(index)) {
      BasePackIndexWriter.createVersion(to, INDEX_VERSION)
          .write(getSortedObjectList(null), checksum);
    }
    File folder = copy.getPackDirectory();
    File kept = new PackFile(folder, ObjectId.fromRaw(checksum), PackExt.PACK);
    Path keptIndex = new PackFile(folder, ObjectId.fromRaw(checksum), PackExt.INDEX).toPath();
    Files.move(index, keptIndex);
    Files.move(pack, kept.toPath());
    var _ = copy.openPack(kept);
  }

  private void store(byte[] bytes, int offset, int length) throws IOException {
    ByteBuffer left = ByteBuffer.wrap(bytes, offset, length);
    while (left.hasRemaining()) {
      int _ = file.write(left);
    }
  }

  @Override
  protected void onStoreStream(byte[] bytes, int offset, int length) throws IOException {
    store(bytes, offset, length);
  }

  @Override
  protected void onPackFooter(byte[] hash) {
    checksum = hash;
  }

  @Override
  protected ObjectTypeAndSize seekDatabase(PackedObjectInfo object, ObjectTypeAndSize info)
      throws IOException {
    return seek(object.getOffset(), info);
  }

  @Override
  protected ObjectTypeAndSize seekDatabase(UnresolvedDelta delta, ObjectTypeAndSize info)
      throws IOException {
    return seek(delta.getOffset(), info);
  }

  private ObjectTypeAndSize seek(long offset, ObjectTypeAndSize info) throws IOException {
    position = offset;
    isShort = true;
    crc.reset();
    return readObjectHeader(info);
  }

  @Override
  protected int readDatabase(byte[] bytes, int offset, int length) throws IOException {
    int wanted = isShort ? Math.min(length, SHORT_READ) : length;
    int read = file.read(ByteBuffer.wrap(bytes, offset, wanted), position);
    isShort = false;
    position += Math.max(0, read);
    return read;
  }

  @Override
  protected boolean checkCRC(int before) {
    return before == (int) crc.getValue();
  }

  @Override
  protected void onBeginWholeObject(long start, int type, long size) {
    crc.reset();
  }

  @Override
  protected void onEndWholeObject(PackedObjectInfo object) {
    object.setCRC((int) crc.getValue());
  }

  @Override
  protected void onBeginOfsDelta(long start, long base, long size) {
    crc.reset();
  }

  @Override
  protected void onBeginRefDelta(long start, AnyObjectId base, long size) {
    crc.reset();
  }

  @Override
  protected UnresolvedDelta onEndDelta() {
    UnresolvedDelta delta = new UnresolvedDelta();
    delta.setCRC((int) crc.getValue());
    return delta;
  }

  @Override
  protected void onObjectHeader(Source source, byte[] bytes, int offset, int length) {
    crc.update(bytes, offset, length);
  }

  @Override
  protected void onObjectData(Source source, byte[] bytes, int offset, int length) {
    crc.update(bytes, offset, length);
  }

  @Override
  protected void onPackHeader(long objects) {
    // How many there are is limited elsewhere.
  }

  @Override
  protected void onInflatedObjectData(PackedObjectInfo object, int type, byte[] data) {
    // The pack on disk holds it.
  }

  @Override
  protected boolean onAppendBase(int type, byte[] data, PackedObjectInfo base) throws IOException {
    throw new IOException("a delta of an object that is not in the first pack");
  }

  @Override
  protected void onEndThinPack() {
    // No object is missing.
  }
}
