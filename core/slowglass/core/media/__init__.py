"""Reading and writing pictures and movies; the only place for OpenImageIO and PyAV."""
