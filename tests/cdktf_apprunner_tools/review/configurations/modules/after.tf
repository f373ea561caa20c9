module "shop" {
  source    = "./web"
  image_tag = "1.1"
  password  = "planted-after"
}
moved {
  from = module.web
  to   = module.shop
}
