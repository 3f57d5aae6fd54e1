package dev.yingda.store;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

import org.jspecify.annotations.Nullable;

/// The disk under SQLite, as bad as a disk can be: it can have no room, fail to sync, and lose its power.
///
/// It stands between SQLite's library in this process and the system: the places where the loaded library keeps the
/// addresses of `pwrite64`, `fsync` and `ftruncate64` (its relocations, as the ELF format tells) are made to point here.
/// Only files in the one folder are touched. Linux only, as the library's other builds are of other formats.
///
/// What reached the disk is known of each file: what was written up to its last `fsync`. At a loss of power ([#cut]) the
/// rest is there or not, sector by sector, by chance.
@SuppressWarnings("restricted")
public final class FaultyDisk implements AutoCloseable {

    private static final int SECTOR = 512;
    private static final Map<String, MethodHandle> REAL = new HashMap<>();
    private static @Nullable FaultyDisk current;

    private final Path folder;
    private final Map<Path, Image> images = new HashMap<>();
    private boolean full;
    private boolean failsToSync;
    private int syncs;

    private FaultyDisk(Path folder) {
        this.folder = folder.toAbsolutePath();
    }

    /// Puts this disk under the folder. One at a time.
    public static synchronized FaultyDisk under(Path folder) {
        if (REAL.isEmpty()) {
            hook();
        }
        FaultyDisk disk = new FaultyDisk(folder);
        current = disk;
        return disk;
    }

    /// From now on there is no room, or there is again.
    public synchronized void full(boolean isFull) {
        full = isFull;
    }

    /// From now on every sync fails.
    public synchronized void failToSync() {
        failsToSync = true;
    }

    /// How many syncs were asked for, failed ones included.
    public synchronized int syncs() {
        return syncs;
    }

    /// The power is lost: what would be found on the disk is put into another folder. Those who write here go on.
    public synchronized void cut(Path found, Random random) throws IOException {
        Files.createDirectories(found);
        for (Map.Entry<Path, Image> each : images.entrySet()) {
            if (Files.exists(each.getKey())) {
                Files.write(found.resolve(folder.relativize(each.getKey()).toString()),
                        each.getValue().after(random));
            }
        }
    }

    @Override
    public void close() {
        synchronized (FaultyDisk.class) {
            current = null;
        }
    }

    /// What was done to a file since its last sync.
    private sealed interface Change {
        record Write(long offset, ByteBuffer bytes) implements Change {
        }

        record Truncate(long length) implements Change {
        }
    }

    /// What is known of one file.
    private static final class Image {
        private byte[] synced;
        private int length;
        private final List<Change> since = new ArrayList<>();

        Image(byte[] synced, int length) {
            this.synced = synced;
            this.length = length;
        }

        /// What was there before anything was written is taken to be on the disk.
        static Image of(Path file) {
            try {
                byte[] there = Files.readAllBytes(file);
                return new Image(there, there.length);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void sync() {
            since.forEach(this::apply);
            since.clear();
        }

        private void apply(Change change) {
            switch (change) {
                case Change.Write write -> put(write.offset(), write.bytes().array());
                case Change.Truncate truncate -> cutTo((int) truncate.length());
            }
        }

        private void put(long offset, byte[] bytes) {
            int end = Math.toIntExact(offset + bytes.length);
            if (end > synced.length) {
                synced = Arrays.copyOf(synced, Math.max(end, synced.length * 2));
            }
            System.arraycopy(bytes, 0, synced, (int) offset, bytes.length);
            length = Math.max(length, end);
        }

        private void cutTo(int to) {
            if (to < length) {
                Arrays.fill(synced, to, length, (byte) 0);
                length = to;
            }
        }

        byte[] after(Random random) {
            Image found = new Image(synced.clone(), length);
            double kept = random.nextInt(3) / 2.0;
            for (Change change : since) {
                switch (change) {
                    case Change.Truncate truncate when random.nextDouble() < kept -> found.apply(truncate);
                    case Change.Truncate _ -> {
                    }
                    case Change.Write write -> {
                        byte[] bytes = write.bytes().array();
                        for (int from = 0; from < bytes.length; from += SECTOR) {
                            if (random.nextDouble() < kept) {
                                found.put(write.offset() + from, Arrays.copyOfRange(bytes, from,
                                        Math.min(from + SECTOR, bytes.length)));
                            }
                        }
                    }
                }
            }
            return Arrays.copyOf(found.synced, found.length);
        }
    }

    // What the system calls become

    private static synchronized @Nullable FaultyDisk current() {
        return current;
    }

    private @Nullable Image image(int file) {
        try {
            Path path = Files.readSymbolicLink(Path.of("/proc/self/fd/" + file));
            return path.startsWith(folder) && Files.isRegularFile(path)
                    ? images.computeIfAbsent(path, Image::of)
                    : null;
        } catch (IOException _) {
            return null;
        }
    }

    private static MethodHandle real(String name) {
        return Objects.requireNonNull(REAL.get(name), name);
    }

    static long pwrite64(int file, MemorySegment from, long bytes, long offset) {
        FaultyDisk disk = current();
        if (disk != null) {
            synchronized (disk) {
                Image image = disk.image(file);
                if (image != null) {
                    if (disk.full) {
                        return 0;
                    }
                    image.since
                            .add(new Change.Write(offset, ByteBuffer.wrap(from.reinterpret(bytes).toArray(JAVA_BYTE))));
                }
            }
        }
        try {
            return (long) real("pwrite64").invokeExact(file, from, bytes, offset);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    static int fsync(int file) {
        FaultyDisk disk = current();
        if (disk != null) {
            synchronized (disk) {
                Image image = disk.image(file);
                if (image != null) {
                    disk.syncs++;
                    if (disk.failsToSync) {
                        return -1;
                    }
                    image.sync();
                    return 0;
                }
            }
        }
        try {
            return (int) real("fsync").invokeExact(file);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    static int ftruncate64(int file, long length) {
        FaultyDisk disk = current();
        if (disk != null) {
            synchronized (disk) {
                Image image = disk.image(file);
                if (image != null) {
                    image.since.add(new Change.Truncate(length));
                }
            }
        }
        try {
            return (int) real("ftruncate64").invokeExact(file, length);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    // Standing in between: ELF, section 2 (program loading and dynamic linking)

    private static void hook() {
        try (var loads = DriverManager.getConnection("jdbc:sqlite::memory:")) {
            loads.isValid(0);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        hook("pwrite64", FunctionDescriptor.of(java.lang.foreign.ValueLayout.JAVA_LONG, JAVA_INT, ADDRESS,
                java.lang.foreign.ValueLayout.JAVA_LONG, java.lang.foreign.ValueLayout.JAVA_LONG));
        hook("fsync", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
        hook("ftruncate64", FunctionDescriptor.of(JAVA_INT, JAVA_INT, java.lang.foreign.ValueLayout.JAVA_LONG));
    }

    private static void hook(String name, FunctionDescriptor shape) {
        Linker linker = Linker.nativeLinker();
        REAL.put(name, linker.downcallHandle(linker.defaultLookup().find(name).orElseThrow(), shape));
        try {
            MethodType type = shape.toMethodType();
            MethodHandle ours = MethodHandles.lookup().findStatic(FaultyDisk.class, name, type);
            MemorySegment stub = linker.upcallStub(ours, shape, Arena.global());
            long base = base();
            int places = 0;
            for (long place : new Relocations(base).of(name)) {
                memory(place, 8).set(JAVA_LONG_UNALIGNED, 0, stub.address());
                places++;
            }
            if (places == 0) {
                throw new IllegalStateException("the library of SQLite does not call " + name);
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static MemorySegment memory(long address, long bytes) {
        return MemorySegment.ofAddress(address).reinterpret(bytes);
    }

    /// Where the library lies in memory.
    private static long base() {
        try {
            return Files.readAllLines(Path.of("/proc/self/maps")).stream().filter(line -> line.contains("sqlitejdbc"))
                    .mapToLong(line -> Long.parseUnsignedLong(line.substring(0, line.indexOf('-')), 16)).min()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The relocations of a library in memory.
    private static final class Relocations {
        private static final int DYNAMIC = 2;
        private final long base;
        private final Map<Long, Long> dynamic = new HashMap<>();

        Relocations(long base) {
            this.base = base;
            MemorySegment header = memory(base, 64);
            long programs = base + header.get(JAVA_LONG_UNALIGNED, 32);
            int size = header.get(JAVA_SHORT_UNALIGNED, 54);
            int count = header.get(JAVA_SHORT_UNALIGNED, 56);
            for (int i = 0; i < count; i++) {
                MemorySegment program = memory(programs + (long) i * size, size);
                if (program.get(JAVA_INT, 0) == DYNAMIC) {
                    readDynamic(base + program.get(JAVA_LONG_UNALIGNED, 16));
                }
            }
        }

        private void readDynamic(long at) {
            long next = at;
            while (memory(next, 16).get(JAVA_LONG_UNALIGNED, 0) != 0) {
                dynamic.put(memory(next, 16).get(JAVA_LONG_UNALIGNED, 0),
                        memory(next, 16).get(JAVA_LONG_UNALIGNED, 8));
                next += 16;
            }
        }

        /// An address from the table: the loader may have made it absolute.
        private long address(long tag) {
            long value = dynamic.getOrDefault(tag, 0L);
            return value >= base ? value : base + value;
        }

        /// Where the address of the function is kept.
        List<Long> of(String name) {
            List<Long> places = new ArrayList<>();
            collect(name, address(7), dynamic.getOrDefault(8L, 0L), places);
            collect(name, address(23), dynamic.getOrDefault(2L, 0L), places);
            return places;
        }

        private void collect(String name, long table, long bytes, List<Long> places) {
            long symbols = address(6);
            long names = address(5);
            for (long at = table; at < table + bytes; at += 24) {
                MemorySegment entry = memory(at, 24);
                long symbol = entry.get(JAVA_LONG_UNALIGNED, 8) >>> 32;
                if (symbol != 0) {
                    long text = names + memory(symbols + symbol * 24, 24).get(JAVA_INT, 0);
                    if (memory(text, 256).getString(0).equals(name)) {
                        places.add(base + entry.get(JAVA_LONG_UNALIGNED, 0));
                    }
                }
            }
        }
    }
}
