package dev.gitopsbinding.git.store;

import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
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
  private final File pack;
  private final File index;
  private final RandomAccessFile file;
  private final CRC32 crc = new CRC32();
  private byte[] checksum = {};
  private boolean isShort;

  /**
   * @param copy without any pack
   */
  FirstPackParser(ObjectDirectory copy, InputStream received) throws IOException {
    super(copy, received);
    this.copy = copy;
    this.pack = Files.createTempFile(copy.getDirectory().toPath(), "incoming", ".pack").toFile();
    this.index = new File(pack.getPath() + ".idx");
    this.file = open(pack);
    // There is no other object yet.
    setCheckObjectCollisions(false);
  }

  private static RandomAccessFile open(File pack) throws IOException {
    try {
      return new RandomAccessFile(pack, "rw");
    } catch (IOException e) {
      Files.deleteIfExists(pack.toPath());
      throw e;
    }
  }

  @Override
  public @Nullable PackLock parse(ProgressMonitor receiving, ProgressMonitor resolving)
      throws IOException {
    try (file) {
      var _ = super.parse(receiving, resolving);
      file.seek(file.length());
      file.write(checksum);
      if (getObjectCount() > 0) {
        keep();
      }
    } finally {
      Files.deleteIfExists(pack.toPath());
      Files.deleteIfExists(index.toPath());
    }
    return null;
  }

  /** The pack comes first: without its index it is not seen. */
  private void keep() throws IOException {
    try (OutputStream to = new FileOutputStream(index)) {
      BasePackIndexWriter.createVersion(to, INDEX_VERSION)
          .write(getSortedObjectList(null), checksum);
    }
    File keptPack = kept(PackExt.PACK);
    File keptIndex = kept(PackExt.INDEX);
    try {
      Files.move(pack.toPath(), keptPack.toPath());
      Files.move(index.toPath(), keptIndex.toPath());
      var _ = copy.openPack(keptPack);
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(keptPack.toPath());
      Files.deleteIfExists(keptIndex.toPath());
      throw e;
    }
  }

  private File kept(PackExt part) {
    return new PackFile(copy.getPackDirectory(), ObjectId.fromRaw(checksum), part);
  }

  @Override
  protected void onStoreStream(byte[] bytes, int offset, int length) throws IOException {
    file.write(bytes, offset, length);
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
    file.seek(offset);
    isShort = true;
    crc.reset();
    return readObjectHeader(info);
  }

  @Override
  protected int readDatabase(byte[] bytes, int offset, int length) throws IOException {
    int wanted = isShort ? Math.min(length, SHORT_READ) : length;
    isShort = false;
    return file.read(bytes, offset, wanted);
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
