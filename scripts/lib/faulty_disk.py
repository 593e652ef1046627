"""faulty_disk.py MOUNT BACKING OCTETS|slow: a file system over a folder that fails (EIO) after so many octets, or is slow (a MB in
0.2 s)."""
import errno
import os
import sys
import time

import fusepy as fuse


class Disk(fuse.Operations):
    def __init__(self, backing, kind):
        self.backing, self.taken = backing, 0
        self.room = None if kind == "slow" else int(kind)

    def path(self, name):
        return os.path.join(self.backing, name.lstrip("/"))

    def getattr(self, path, fh=None):
        try:
            found = os.lstat(self.path(path))
        except OSError as error:
            raise fuse.FuseOSError(error.errno)
        keys = ("st_atime", "st_ctime", "st_gid", "st_mode", "st_mtime", "st_nlink", "st_size", "st_uid")
        return {key: getattr(found, key) for key in keys}

    def readdir(self, path, fh):
        return [".", "..", *os.listdir(self.path(path))]

    def create(self, path, mode, fi=None):
        return os.open(self.path(path), os.O_RDWR | os.O_CREAT, mode)

    def open(self, path, flags):
        return os.open(self.path(path), flags & ~(os.O_DIRECT | os.O_EXCL))

    def read(self, path, size, offset, fh):
        return os.pread(fh, size, offset)

    def write(self, path, data, offset, fh):
        self.taken += len(data)
        if self.room is not None and self.taken > self.room:
            raise fuse.FuseOSError(errno.EIO)
        if self.room is None:
            time.sleep(0.2 * len(data) / 1e6)
        return os.pwrite(fh, data, offset)

    def truncate(self, path, length, fh=None):
        os.truncate(self.path(path), length)

    def rename(self, old, new):
        os.rename(self.path(old), self.path(new))

    def unlink(self, path):
        os.unlink(self.path(path))

    def mkdir(self, path, mode):
        os.mkdir(self.path(path), mode)

    def chmod(self, path, mode):
        os.chmod(self.path(path), mode)

    def chown(self, path, uid, gid):
        os.chown(self.path(path), uid, gid)

    def fsync(self, path, datasync, fh):
        os.fsync(fh)

    def release(self, path, fh):
        os.close(fh)


if __name__ == "__main__":
    fuse.FUSE(Disk(sys.argv[2], sys.argv[3]), sys.argv[1], foreground=True, nothreads=True, allow_other=True)
