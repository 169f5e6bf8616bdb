// Boost.Asio's TLS, the compiled half.
#include <boost/asio/ssl/impl/src.hpp>
