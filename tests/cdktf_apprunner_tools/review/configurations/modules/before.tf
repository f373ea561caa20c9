module "web" {
  source    = "./web"
  image_tag = "1.0"
  password  = "planted-before"
}
