// Boost.JSON's compiled half.
#include <boost/json/src.hpp>
